"""Traditional characters beside simplified ones: the Chinese wordings are written once, in simplified characters."""

from __future__ import annotations

from itertools import product

#: A simplified character and its traditional forms.
_PAIRS = (
    "万萬 与與 专專 业業 两兩 严嚴 个個 丰豐 临臨 为為 举舉 么麼 义義 乐樂 书書 买買 乱亂 "
    "争爭 于於 云雲 亚亞 产產 亿億 仅僅 从從 仓倉 价價 众眾 优優 会會 传傳 伤傷 伪偽 余餘 "
    "侧側 偿償 储儲 儿兒 关關 养養 内內 写寫 况況 净淨 准準 减減 凑湊 几幾 凭憑 划劃 则則 "
    "创創 删刪 别別 制製 办辦 务務 动動 劳勞 势勢 区區 医醫 华華 协協 单單 卖賣 占佔 卫衛 "
    "却卻 历歷 压壓 参參 双雙 发發 变變 台臺 叶葉 号號 后後 吗嗎 听聽 启啟 呕嘔 员員 周週 "
    "响響 团團 围圍 国國 图圖 圆圓 场場 坏壞 块塊 坚堅 声聲 处處 备備 复復複 够夠 头頭 夸誇 "
    "奖獎 妈媽 娱娛 学學 宁寧 实實 审審 宽寬 对對 寻尋 导導 将將 尔爾 尘塵 尝嘗 尽盡 局侷 "
    "层層 属屬 岁歲 岛島 币幣 布佈 师師 带帶 帧幀 帮幫 并並 广廣 库庫 应應 废廢 开開 异異 "
    "弃棄 张張 弹彈 强強 归歸 当當 录錄 彻徹 征徵 径徑 忆憶 态態 总總 恶惡 悬懸 惊驚 惩懲 "
    "惯慣 愿願 戏戲 战戰 户戶 执執 扩擴 扫掃 扬揚 扰擾 抢搶 护護 报報 担擔 拟擬 择擇 挂掛 "
    "损損 换換 据據 摄攝 数數 断斷 无無 旧舊 时時 显顯 晓曉 暂暫 术術 机機 杀殺 杂雜 权權 "
    "条條 来來 极極 构構 枪槍 标標 栏欄 树樹 样樣 档檔 检檢 欢歡 欧歐 歼殲 毁毀 毕畢 气氣 "
    "汇匯 汉漢 沈瀋 沟溝 没沒 泄洩 注註 测測 济濟 浏瀏 浑渾 浓濃 润潤 渐漸 温溫 湾灣 滚滾 "
    "满滿 滤濾 滥濫 灵靈 点點 热熱 爱愛 状狀 独獨 献獻 环環 现現 画畫 畅暢 疗療 痪瘓 监監 "
    "盖蓋 盗盜 盘盤 着著 码碼 础礎 确確 离離 种種 积積 称稱 稳穩 笔筆 笺箋 筛篩 签簽 简簡 "
    "类類 系係 纠糾 红紅 级級 纯純 纲綱 纳納 线線 练練 组組 细細 织織 终終 绍紹 绎繹 经經 "
    "结結 绘繪 给給 络絡 绝絕 统統 继繼 绩績 绪緒 续續 维維 综綜 绿綠 缓緩 编編 缘緣 缝縫 "
    "缩縮 网網 罗羅 罚罰 罢罷 职職 联聯 胜勝 脑腦 脚腳 脱脫 腾騰 舆輿 节節 范範 荐薦 药藥 "
    "获獲 营營 蓝藍 虑慮 虚虛 虽雖 补補 装裝 见見 观觀 规規 觅覓 视視 览覽 觉覺 触觸 计計 "
    "订訂 认認 讨討 让讓 训訓 议議 讯訊 记記 讲講 许許 论論 讽諷 设設 访訪 证證 评評 识識 "
    "诈詐 诉訴 诊診 词詞 译譯 试試 诗詩 话話 诞誕 询詢 该該 详詳 语語 误誤 说說 请請 诸諸 "
    "课課 调調 谅諒 谈談 谓謂 谢謝 谣謠 谤謗 谨謹 负負 贡貢 责責 败敗 账帳 货貨 质質 贩販 "
    "贯貫 贴貼 贵貴 费費 资資 赏賞 赖賴 赛賽 赞贊 赠贈 赢贏 趋趨 跃躍 践踐 车車 转轉 轮輪 "
    "软軟 轻輕 载載 较較 辅輔 辑輯 输輸 辞辭 边邊 达達 过過 运運 还還 这這 进進 远遠 违違 "
    "连連 迟遲 适適 选選 递遞 逻邏 遗遺 采採 释釋 里裡裏 鉴鑑 针針 钓釣 钱錢 链鏈 错錯 键鍵 "
    "长長 门門 闭閉 问問 间間 闻聞 阅閱 阐闡 队隊 阳陽 阶階 际際 陆陸 陈陳 险險 随隨 隐隱 "
    "难難 雇僱 雾霧 静靜 韩韓 页頁 项項 顺順 须須 颁頒 预預 领領 频頻 题題 颜顏 额額 颠顛 "
    "风風 饰飾 馆館 馈饋 馏餾 驱驅 骂罵 验驗 骗騙 骤驟 鱼魚 鲁魯 鸣鳴 黄黃 齐齊 龄齡 龙龍 "
)
TRADITIONAL = {pair[0]: pair[1:] for pair in _PAIRS.split()}


def traditional(words: str) -> list[str]:
    """`words` in traditional characters, in every spelling where a character has several forms; empty for no difference."""
    spelled = map("".join, product(*(TRADITIONAL.get(character, character) for character in words)))
    return [one for one in spelled if one != words]


def both(pattern: str) -> str:
    """A pattern that matches what `pattern` matches, in either script or a mixture."""
    out, inside = [], False
    for character in pattern:
        others = TRADITIONAL.get(character)
        if others is None:
            inside = (inside or character == "[") and character != "]"
            out.append(character)
        else:
            out.append(character + others if inside else f"[{character}{others}]")
    return "".join(out)
