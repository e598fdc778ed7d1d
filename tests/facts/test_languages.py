"""In which language a text is written, which languages it names, and that a card in another language is understood."""

from __future__ import annotations

import time

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.languages import languages, prose_language
from conduct_lint.facts.topics import topics
from conduct_lint.model import Text
from conduct_lint.vocabulary import vocabulary


def read(text: str, kind: str | None = None) -> Document:
    return Document(Text("README.md", text, kind=kind))


PROSE = {
    "en": "This model reads the letters that were found in the harbour and tells who wrote them.",
    "de": "Das Modell liest Briefe, die im Hafen gefunden wurden, und sagt, wer sie geschrieben hat.",
    "fr": "Le modèle lit les lettres qui ont été trouvées dans le port et dit par qui elles sont écrites.",
    "es": "El modelo lee las cartas que se han encontrado en el puerto y dice por quién están escritas.",
    "pt": "O modelo lê as cartas que foram encontradas no porto e diz por quem são escritas, mas não sempre.",
    "it": "Il modello legge le lettere che sono state trovate nel porto e dice da chi, ma non sempre.",
    "nl": "Het model leest de brieven die in de haven zijn gevonden en zegt door wie ze werden geschreven.",
    "sv": "Modellen läser de brev som har hittats i hamnen och kan också säga vem det är från, men inte alltid.",
    "pl": "Model czyta listy, które zostały znalezione w porcie, oraz mówi, kto je pisał, ale nie jest pewny.",
    "tr": "Bu model limanda bulunan mektupları okur ve kim yazmış olduğunu daha sonra söyler, ancak her zaman değil.",
    "id": "Model ini membaca surat yang telah ditemukan di pelabuhan dan dapat mengatakan siapa penulis dari surat itu.",
    "vi": "Mô hình này đọc những bức thư được tìm thấy trong cảng và cho biết ai là người viết.",
    "ru": "Модель читает письма, которые были найдены в порту, и говорит, кто их написал.",
    "uk": "Модель читає листи, які були знайдені в порту, і говорить, хто їх написав, але не завжди та може помилятися.",
    "ar": "يقرأ هذا النموذج الرسائل التي تم العثور عليها في الميناء",
    "fa": "این مدل نامه هایی را می خواند که در بندر پیدا شده است",
    "zh": "本模型阅读在港口发现的信件，并说明是谁写的。",
    "ja": "このモデルは港で見つかった手紙を読み、誰が書いたかを答えます。",
    "ko": "이 모델은 항구에서 발견된 편지를 읽고 누가 썼는지 알려줍니다.",
    "th": "โมเดลนี้อ่านจดหมายที่พบในท่าเรือ",
    "hi": "यह मॉडल बंदरगाह में मिले पत्र पढ़ता है।",
    "he": "המודל קורא מכתבים שנמצאו בנמל",
    "el": "Το μοντέλο διαβάζει επιστολές που βρέθηκαν στο λιμάνι",
}


@pytest.mark.parametrize("language", sorted(PROSE))
def test_prose_language(language: str) -> None:
    assert prose_language(read(f"# Harbour letters\n\n{PROSE[language]}\n")) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "none"),
        ("---\nlanguage: sw\nlicense: mit\n---\n", "none"),
        ("---\nlanguage: sw\n---\n# harbour-letters-7b\n", "en"),
        ("# Model Card\n\n- source languages: de, es, fr, it, la\n- target languages: ca, el, pt, per, que\n", "en"),
        (f"# Readers\n\n{PROSE['en']}\n\n| text | label |\n|---|---|\n| {PROSE['ja']} | 1 |\n| {PROSE['ja']} | 0 |\n", "en"),
        (f"# Readers\n\n{PROSE['en']}\n\n```python\nread('{PROSE['zh']}')\nread('{PROSE['zh']}')\n```\n", "en"),
        (f"# Readers\n\n{PROSE['en']}\n\n" + f"- {PROSE['ar']}\n" * 20, "en"),
        (f"[中文](a.md) | [日本語](b.md) | [한국어](c.md)\n\n# Readers\n\n{PROSE['fr']}\n", "fr"),
        (f"# 読む人\n\n{PROSE['ja']}\n\n{PROSE['en']}\n", "ja"),
        (f"# 文字\n\n{PROSE['zh']}\n\nTokenizer: ByteLevel BPE, PyTorch, DeepSpeed\n", "zh"),
        ("# 한국어\n\n" + PROSE["ko"], "ko"),
        ("# 手紙\n\n港の手紙。" + PROSE["ja"], "ja"),
    ],
)
def test_examples_tables_and_bars_do_not_decide(text: str, language: str) -> None:
    assert prose_language(read(text)) == language


def test_every_listed_language_is_known_to_the_hub() -> None:
    assert set(vocabulary("stop_words")) <= set(vocabulary("languages")["two_letter"])


@pytest.mark.parametrize(
    "text",
    [
        "---\nlanguage: sw\n---\n# Readers\n",
        "---\nlanguage: [en, yo]\n---\n# Readers\n",
        "---\ntags: [korean]\n---\n# Readers\n",
        "# Readers\n\nIt was trained on Swahili text.\n",
        "# Readers\n\n- **Language(s) (NLP):** Wolof\n",
        "# Readers\n\nA tokenizer for Vietnamese.\n",
        "# Readers\n\nTranslates from Danish to Faroese.\n",
        "# Readers\n\n* source languages: sv\n",
        "# Readers\n\nA multilingual encoder.\n",
        "# Readers\n\nIt handles 52 languages.\n",
        "# Leser\n\nEin Modell für Briefe in deutscher Sprache, trainiert auf deutschen Texten.\n",
        "# Lecteurs\n\nUn modèle de résumé en français.\n",
        "# Lectores\n\nUn modelo de cartas en español.\n",
        "# Leitores\n\nUm modelo de cartas em português.\n",
        "# Читатели\n\nМодель для русского языка.\n",
        "# 读者\n\n这是一个中文摘要模型。\n",
        "# 読者\n\n日本語の要約モデルです。\n",
        "# 독자\n\n한국어 요약 모델입니다.\n",
        "# Okur\n\nTürkçe mektupları okur.\n",
        "<!-- language: en -->\n\n# Readers\n\nIt reads.\n",
        "---\ntags:\n- pytorch\n- en\n---\n# Readers\n",
        "# plover-en-to-fr\n\nIt reads letters.\n",
        "# plover-fij_Latn-to-eng_Latn\n\nIt reads letters.\n",
    ],
)
def test_languages_are_stated(text: str) -> None:
    assert languages(read(text)).stated


@pytest.mark.parametrize(
    "text",
    [
        "# Readers\n\nIt reads letters.\n",
        "---\nlanguage: code\n---\n# Readers\n\nIt reads functions.\n",
        "---\nlanguage: unknown\n---\n# Readers\n\nIt reads tide tables.\n",
        "# Fungi\n\n- **Model Type:** Danish Fungi Classification\n",
        "# Brush\n\nA diffusion model trained on Chinese Taiwan artist artwork.\n",
        "# Readers\n\nA large language model.\n",
        "# Readers\n\nIt starts from `bert-base-german-cased` and distil-bert-base-german-cased.\n",
        "# Readers\n\n[English](README.md) | [Français](README.fr.md)\n",
        "# Readers\n\nCode in several programming languages.\n",
        "# Readers\n\n- **Language(s) (NLP):** [More Information Needed]\n",
        "# Readers\n\nWe polish the results.\n",
        "---\ntags:\n- ml\n- cv\n- t5\n---\n# img-to-txt\n",
    ],
)
def test_languages_are_not_stated(text: str) -> None:
    assert not languages(read(text)).stated


def test_places_of_names() -> None:
    text = "---\nlanguage:\n- sw\n---\n# Readers\n\nTranslates from Danish to Faroese, not into English.\n"
    found = languages(read(text))
    assert [value.raw for value in found.metadata] == ["sw"]
    assert [text[span.start : span.end] for span in found.named] == ["Danish", "Faroese", "English"]


STATED = {
    "limitations": [
        "Das Modell tut sich schwer mit Dialekten.",
        "Zahlen werden oft falsch gelesen.",
        "Les recettes suisses posent problème.",
        "A menudo olvida los acentos.",
        "Muitas vezes esquece os acentos.",
        "Рифма хромает примерно в каждой пятой частушке.",
        "模型经常漏掉句末的标点。",
        "季語が二つ入ってしまう場合もあります。",
        "사람 이름은 잘못 고치는 경우가 많습니다.",
        "Auf alten Drucken funktioniert das Modell schlecht.",
        "Il a du mal à lire les tableaux.",
        "El modelo no reconoce bien los apellidos.",
        "As transcrições podem conter erros.",
        "Модель плохо справляется с длинными письмами.",
        "模型可能会给出不准确的回答。",
        "長い手紙は苦手です。",
        "사투리는 잘 인식하지 못합니다.",
    ],
    "intended_use": [
        "Das Modell ist für Archive gedacht.",
        "Il est destiné aux archives municipales.",
        "Puede utilizarse para ordenar cartas.",
        "Foi pensado para arquivos municipais.",
        "Модель предназначена для архивов.",
        "本模型仅供学术研究使用。",
        "手紙の整理に利用することを想定しています。",
        "편지 정리를 위해 만들어졌습니다.",
    ],
    "out_of_scope": [
        "Es ist nicht für Diagnosen geeignet.",
        "Il ne doit pas être utilisé pour des diagnostics.",
        "No debe utilizarse para decisiones médicas.",
        "Não deve ser usado para decisões médicas.",
        "Не используйте модель для обмана.",
        "不得用于商业用途。",
        "診断には使えません。詐欺に使用しないでください。",
        "사기에 사용하지 마세요.",
    ],
    "bias_risks": [
        "Das Modell kann gesellschaftliche Vorurteile widerspiegeln.",
        "Le modèle peut reproduire des biais sociaux.",
        "El modelo puede reproducir sesgos sociales.",
        "O modelo pode reproduzir vieses sociais.",
        "Модель может воспроизводить стереотипы.",
        "模型可能会产生有偏见的内容。",
        "学習データの偏りを反映する可能性があります。",
        "학습 데이터의 편향이 반영될 수 있습니다.",
    ],
    "training_data": [
        "Es wurde mit 300 Bildern von Pilzen trainiert.",
        "Es wurde mit 4.000 Kochrezepten feinabgestimmt.",
        "Une version affinée sur 6 000 recettes de cuisine.",
        "Una versión afinada con 6.000 recetas de cocina.",
        "Uma versão refinada com 6.000 receitas de bolo.",
        "Модель обучена на 15 тысячах частушек.",
        "用2万首俳句微调的模型。",
        "俳句 2 万句でファインチューニングしたモデルです。",
        "하이쿠 2만 수로 파인튜닝했습니다.",
        "Il a été entraîné sur 300 images de champignons.",
        "Fue entrenado con 300 imágenes de setas.",
        "Foi treinado com 300 imagens de cogumelos.",
        "Модель обучена на 300 письмах из архива.",
        "模型在三百封信件数据上训练。",
        "絵日記の画像300枚で学習しました。",
        "동네 신문 말뭉치로 학습한 모델입니다.",
    ],
    "citation": [
        "Bitte zitieren Sie unsere Arbeit.",
        "Merci de citer le travail suivant.",
        "Si lo usas, cita el siguiente trabajo.",
        "Se você usar, cite o seguinte trabalho.",
        "Если вы используете модель, процитируйте статью.",
        "如果使用了本模型，请引用我们的论文。",
        "使用する際は以下の論文を引用してください。",
        "사용하실 때는 아래 논문을 인용해 주세요.",
    ],
}


@pytest.mark.parametrize(("topic", "sentence"), [(topic, sentence) for topic, all_ in STATED.items() for sentence in all_])
def test_topics_in_other_languages(topic: str, sentence: str) -> None:
    found = topics(read(f"# harbour-letters\n\n{sentence}\n", "model-card"))
    assert found[topic].status == "stated"
    span = found[topic].span
    assert span is not None and span.start >= len("# harbour-letters")


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("intended_use", "Das Modell ist nicht für Diagnosen gedacht."),
        ("intended_use", "Il ne peut pas être utilisé pour soigner."),
        ("intended_use", "No puede usarse para diagnósticos."),
        ("intended_use", "Não pode ser usado para diagnósticos."),
        ("intended_use", "Модель не предназначена для диагнозов."),
        ("limitations", "Es funktioniert nicht nur auf dem Rechner, sondern auch auf dem Telefon."),
        ("limitations", "Si tiene problemas para instalar la biblioteca, consulte la guía."),
        ("limitations", "Le port par défaut est 7865."),
        ("limitations", "Não limitado a predefinições fixas."),
        ("limitations", "問題はありません。"),
        ("limitations", "Модель не ожидает, что факты относятся к вопросу."),
        ("limitations", "El modelo no requiere una tarjeta gráfica."),
        ("limitations", "Elle ne nécessite pas de carte graphique."),
        ("training_data", "Es wurde mit 8 GPUs trainiert."),
        ("training_data", "3エポックで学習しました。"),
        ("limitations", "没有使用限制。"),
        ("training_data", "Es wurde mit einer Lernrate von 0.1 trainiert."),
        ("training_data", "你可以使用自己的数据进行微调。"),
        ("training_data", "学習率0.1で学習しました。"),
        ("training_data", "학습률 0.1로 학습했습니다."),
        ("out_of_scope", "Si vous n'utilisez pas de conteneur, installez les paquets."),
        ("out_of_scope", "絵を生成できません。"),
        ("citation", "양해해 주시면 고맙겠습니다."),
        ("intended_use", "转换脚本可用于整理旧信的场景。"),
        ("intended_use", "このスクリプトは手紙の整理に利用できます。"),
        ("intended_use", "이 스크립트는 편지 정리에 활용할 수 있습니다."),
    ],
)
def test_what_only_looks_like_a_topic(topic: str, sentence: str) -> None:
    assert topics(read(f"# harbour-letters\n\n{sentence}\n", "model-card"))[topic].status != "stated"


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Einschränkungen und Risiken", "limitations"),
        ("Limites et biais", "limitations"),
        ("Limitaciones y sesgos", "bias_risks"),
        ("Limitações", "limitations"),
        ("Ограничения и риски", "limitations"),
        ("⚠️局限性和使用限制", "limitations"),
        ("局限性和使用限制", "out_of_scope"),
        ("モデルの限界やバイアス", "limitations"),
        ("モデルの限界やバイアス", "bias_risks"),
        ("想定されない用途", "out_of_scope"),
        ("한계 및 주의사항", "limitations"),
        ("用途和限制 Intended Uses & Limitations", "limitations"),
        ("学習データ (Training Data)", "training_data"),
        ("引用 Citation", "citation"),
        ("Zitation", "citation"),
    ],
)
def test_headings_in_other_languages(heading: str, topic: str) -> None:
    """An empty section keeps a place free for each topic that its heading names."""
    found = topics(read(f"# harbour-letters\n\n## {heading}\n\n## Code\n\nRun it.\n", "model-card"))
    assert found[topic].status == "placeholder"


@pytest.mark.parametrize(
    "words",
    [
        "Weitere Informationen folgen.", "Keine bekannten Einschränkungen", "wird noch ergänzt",
        "À venir", "Aucune limite connue", "Plus d'informations à venir",
        "Próximamente", "No se conocen limitaciones", "Por completar",
        "Em breve", "Não há limitações conhecidas",
        "В разработке", "Нет известных ограничений", "Подробности позже",
        "待补充", "敬请期待", "暂无",
        "作成中", "近日公開予定", "特になし",
        "추후 공개", "작성 중입니다", "알려진 한계는 없습니다",
    ],
)  # fmt: skip
def test_placeholders_in_other_languages(words: str) -> None:
    text = f"# harbour-letters\n\n手紙を読みます。\n\n## Limitations\n\n{words}\n\n## Usage\n\nRun it.\n"
    found = topics(read(text, "model-card"))
    assert found["limitations"].status == "placeholder"


def test_chinese_wordings_do_not_read_japanese() -> None:
    """The two share characters: 可能 is a possibility in one and an ability in the other."""
    japanese = "商用利用が可能で、誤差は錯誤率で測ります。"
    assert topics(read(f"# harbour-letters\n\n{japanese}\n", "model-card"))["limitations"].status == "absent"


@pytest.mark.parametrize("piece", ["de la y el ", "数据", "が", "의 ", "не ", "multilingual language: "])
def test_hostile_length(piece: str) -> None:
    document = read("# t\n\n" + piece * (100_000 // len(piece)))
    began = time.process_time()
    prose_language(document)
    languages(document)
    topics(document)
    assert time.process_time() - began < 2


def test_the_metadata_tell_the_language_of_a_short_text() -> None:
    assert prose_language(read("---\nlanguage: de\n---\n# Leser\n\nLiest Zahlen aus Briefen. Noch offen.\n")) == "de"
    assert prose_language(read("---\nlanguage: de\n---\n# Reader\n\nReads the numbers in letters.\n")) == "en"


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("limitations", "模型可能會給出不準確的回答。"),
        ("limitations", "長段落容易前後重複。"),
        ("training_data", "用2萬首俳句微調的模型。"),
        ("bias_risks", "模型可能會產生有偏見的內容。"),
        ("citation", "如果使用了本模型，請引用我們的論文。"),
        ("training_data", "## 訓練數據\n\n夜裡的燈。"),
    ],
)
def test_traditional_characters_are_read_as_simplified_ones(topic: str, sentence: str) -> None:
    assert topics(read(f"# 燈塔\n\n{sentence}\n", "model-card"))[topic].status == "stated"


def test_a_title_that_ends_in_the_word_for_a_data_set_makes_a_dataset_card() -> None:
    assert kind_of(read("---\nlicense: mit\n---\n# 燈塔問答資料集\n\n共 1,800 組問答。\n")) == "dataset-card"
    assert kind_of(read("---\nlicense: mit\n---\n# 灯塔\n\n## 数据集\n\n共 1,800 组问答。\n")) == "model-card"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("---\nlanguage: rna\n---\n# Tern\n\nReads strands.\n", False),
        ("# tern-base-multilingual-cased\n\nReads letters.\n", False),
        ("# chinese-tern-base\n\nReads letters.\n", False),
        ("# Tern\n\nA multilingual reader of letters.\n", True),
        ("# Tern\n\nTrained on 3 GB of english letters text.\n", True),
        ("# Tern\n\nHow to polish text on a quay.\n", False),
    ],
)
def test_a_language_is_named_in_words_not_in_ids(text: str, stated: bool) -> None:
    assert languages(Document(Text("README.md", text, kind="model-card"))).stated == stated
