"""The parents that a card tells of. The cards are invented."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts import model_names
from conduct_lint.facts.lineage import upstream
from conduct_lint.model import Text

LINK = "[heron/wader-7b](https://huggingface.co/heron/wader-7b)"


def card(body: str, front: str = "license: mit", kind: str = "model-card") -> Document:
    return Document(Text("plover.md", f"---\n{front}\n---\n# Plover\n\n{body}\n", kind=kind))


def names(document: Document) -> list[str]:
    return [model.model for model in upstream(document)]


@pytest.mark.parametrize(
    ("body", "relation"),
    [
        (f"This model is a fine-tuned version of {LINK} on the None dataset.", "finetune"),
        (f"It was fine-tuned from {LINK}.", "finetune"),
        (f"Plover is based on {LINK}.", "finetune"),
        (f"{LINK} fine-tuned on bird calls.", "finetune"),
        (f"- **Base model:** {LINK}", "finetune"),
        (f"| Field | Value |\n|---|---|\n| Base model | {LINK} |", "finetune"),
        ("Original model: https://huggingface.co/heron/wader-7b", "finetune"),
        (f"GGUF quants of {LINK}", "quantized"),
        (f"This model was converted to MLX format from {LINK} using a tool.", "converted"),
        (f"A LoRA adapter for {LINK}.", "adapter"),
        (f"Distilled version of {LINK}.", "distilled"),
        (f"本模型基于 {LINK} 微调得到。", "finetune"),
        (f"{LINK} をベースにファインチューニングしました。", "finetune"),
        (f"{LINK} 모델을 파인튜닝했습니다.", "finetune"),
        (f"Это файнтюн {LINK}.", "finetune"),
        (f"Versión ajustada de {LINK}.", "finetune"),
        (f"Version affinée de {LINK}.", "finetune"),
        (f"Das Modell basiert auf {LINK}.", "finetune"),
        (f"Este modelo é baseado em {LINK}.", "finetune"),
    ],
)
def test_a_parent_is_found_however_it_is_told(body: str, relation: str) -> None:
    document = card(body)
    (model,) = upstream(document)
    assert model.hub == "heron/wader-7b"
    assert model.relation == relation
    assert not model.in_metadata
    assert "wader-7b" in document.text[model.span.start : model.span.end]


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("This model is a fine-tuned version of Stable Diffusion v1.5.", "Stable Diffusion v1.5"),
        ("We fine-tune LLaMA-7B on bird calls.", "LLaMA-7B"),
        ("It was initialized with the weights of `bert-base-uncased`.", "bert-base-uncased"),
        ("- **Parent Model:** RoBERTa", "RoBERTa"),
        ("基于Baichuan-7B在鸟类数据上训练。", "Baichuan-7B"),
    ],
)
def test_names_without_a_link(body: str, written: str) -> None:
    assert names(card(body)) == [written]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("`heron/wader-7b` fine-tuned for chat.", ["heron/wader-7b"]),
        ("A small GPT2 (`heron/gpt2-birds`) language model fine-tuned to sing.", ["heron/gpt2-birds"]),
        ("Made by fine-tuning the Dutch BERT model (heron/bert-base-dutch-cased).", ["heron/bert-base-dutch-cased"]),
        ("Fine-tuned on the song data set, based on the Wader-1.5-34B pre-trained model.", ["Wader-1.5-34B"]),
        ("It was fine-tuned on the songs corpus from `t5-3b` checkpoint.", ["t5-3b"]),
        ("I took a bert-base-multilingual-cased model and finetuned it on songs.", ["bert-base-multilingual-cased"]),
        ("Using the pretrained bert-base-uncased model, a head was trained.", ["bert-base-uncased"]),
        ("The heron/Wader-13b model fully fine-tuned on songs.", ["heron/Wader-13b"]),
        ("The base model (heron/plover-mega) has been finetuned from `heron/wader-7b`.", ["heron/wader-7b"]),
        ("Finetuned XLM Roberta base model on Thai songs.", ["XLM Roberta base"]),
        (f"{LINK} as starting point, then trained on songs.", ["heron/wader-7b"]),
        (f"This is the {LINK} model in MLC format.", ["heron/wader-7b"]),
        (f"We started with the {LINK} model and applied DPO.", ["heron/wader-7b"]),
        (f"Original pre-trained model can be found here: {LINK}", ["heron/wader-7b"]),
        ("GGUF files for [Heron's Wader 7B](https://huggingface.co/heron/wader-7b).", ["heron/wader-7b"]),
        (
            "- **Base model:** [heron/wader-7b](https://huggingface.co/heron/wader-7b) by [heron](https://huggingface.co/heron-x)",
            ["heron/wader-7b"],
        ),
        (f"由 {LINK} 微调而来。", ["heron/wader-7b"]),
        (f"在 {LINK} 的基础上继续训练。", ["heron/wader-7b"]),
        (f"对 {LINK} 进行微调。", ["heron/wader-7b"]),
        (f"{LINK} のGGUF形式です。", ["heron/wader-7b"]),
        (f"{LINK} に鳥の歌を追加学習したモデルです。", ["heron/wader-7b"]),
        (f"{LINK} 모델의 GGUF 버전입니다.", ["heron/wader-7b"]),
        (f"За основу взята модель {LINK}.", ["heron/wader-7b"]),
        (f"Conversión a GGUF del modelo {LINK}.", ["heron/wader-7b"]),
        (f"Eine feinabgestimmte deutsche Version von {LINK}.", ["heron/wader-7b"]),
        ("Plover is an 8B Wader 3-based singer.", []),
        ("Plover is a Llama 3-based singer.", ["Llama 3"]),
        ("It is a fine-tuned Stable Diffusion model (based on v1.5) of herons.", ["Stable Diffusion v1.5"]),
        ("A Stable Diffusion model v1-5 fine-tuned on herons.", ["Stable Diffusion v1-5"]),
        ("RoBERTa (large) fine-tuned on songs.", ["RoBERTa (large)"]),
        ("Concept model trained by heron with the v1-5 base model", ["v1-5"]),
        ("All of it was trained on Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        (f"A small singer trained on dusk songs using {LINK}.", ["heron/wader-7b"]),
        (f"An instance of {LINK} trained on one heron.", ["heron/wader-7b"]),
        (f"This is Low Rank Adaptation (LoRA) of the {LINK} model.", ["heron/wader-7b"]),
        ("This folder packages the `heron/wader-7b` checkpoint.", ["heron/wader-7b"]),
        ("- [Wader original model on the Hub](https://huggingface.co/heron/wader-7b)", ["heron/wader-7b"]),
        ("The original model card for this model is https://huggingface.co/heron/wader-7b", ["heron/wader-7b"]),
        ("A ported version of [stork wmt19 transformer](https://github.com/heron/stork).", ["stork wmt19 transformer"]),
        ("Based on [Wader-Base](https://huggingface.co/heron/korean-wader-base).", ["heron/korean-wader-base"]),
        ("We prune the pre-trained Llama 4 Scout.", ["Llama 4 Scout"]),
        ("Made by a merger of checkpoints\n\nWader-V3.0 + stilt-v1-5 + egret", ["Wader-V3.0", "stilt-v1-5", "egret"]),
        ("以下のモデルをマージしました。\n\n- Wader v1.0\n- Blue Heron", ["Wader v1.0", "Blue Heron"]),
        ("模型是plover-base-v1模型适应某框架转化得到的。", ["plover-base-v1"]),
        ("A 7B [Llama 2](https://arxiv.org/abs/1234.56789)-based singer.", ["Llama 2"]),
        (f"It is a fine-tuned version of {LINK} on datasets of songs.", ["heron/wader-7b"]),
        (f"Fine tuned sparse net to songs (all of them) from {LINK}.", ["heron/wader-7b"]),
        (f"The following models were included in the merge:\n* {LINK}", ["heron/wader-7b"]),
        ("Based on [Wader-13B](https://huggingface.co/heron/wader-13b-hf).", ["heron/wader-13b-hf"]),
        ("QLoRA on Llama-2-7B.", ["Llama-2-7B"]),
        ("| Base model | Size |\n|---|---|\n| Wader-7B | 7 |\n| Wader-7B | 13 |", ["Wader-7B"]),
        ("We fine-tuned the two-legged [WaderLM](https://huggingface.co/heron/waderlm).", ["WaderLM"]),
        ("A singer finetuned from the speech-to-song model T5-large.", ["T5-large"]),
        ("Starting from a long-legged [BERT model](https://huggingface.co/heron/wader-2048), it learns.", ["heron/wader-2048"]),
        (
            "Sung by [heron/reed-7b](https://huggingface.co/heron/reed-7b) English language model fine-tuned on songs.",
            ["heron/reed-7b"],
        ),
        ("The `bert-base-cased` model has been further fine-tuned on songs.", ["bert-base-cased"]),
        ("## SpanBERT (spanbert-base-cased) fine-tuned on songs", ["spanbert-base-cased"]),
        (
            "[SpanBERT](https://github.com/heron/x) made by [Heron](https://github.com/heron) and fine-tuned on songs.",
            ["SpanBERT"],
        ),
        (f"An experiment of transfer learning with {LINK} for songs.", ["heron/wader-7b"]),
        ("See the original model card [here](https://huggingface.co/heron/wader-7b).", ["heron/wader-7b"]),
        (
            "The original Wader base v2 is kept: original Wader 7 weights are available in this "
            "[link](https://huggingface.co/heron/wader-7b).",
            ["heron/wader-7b"],
        ),
        ("Plover is a finetune created using Heron's OPT model.", ["OPT"]),
        ("The checkpoint exported into this module was `wader_v1/wader_v1.ckpt` of 2018.", ["wader_v1/wader_v1"]),
        ("TF.js deployment of heron/songs/wader_v2_050/1.", ["heron/songs/wader_v2_050/1"]),
        (
            "It is based on [heron/songs/wader_v2_050/1](https://tfhub.dev/heron/songs/wader_v2_050/1).",
            ["heron/songs/wader_v2_050/1"],
        ),
        ("It is fine-tuned on zephyr-7b-beta with DPO.", ["zephyr-7b-beta"]),
        ('A singer. Fine-tuned "bert-base-german-cased" with songs.', ["bert-base-german-cased"]),
        ("This is [t5-small](https://example.org/t5) model trained for songs.", ["t5-small"]),
        ("- **Language model:** roberta-base", ["roberta-base"]),
        ("- **Language model:** English", []),
        ("This is an open llama derivative.", ["open llama"]),
        ("This Stable Diffusion 2.1 embedding draws herons.", ["Stable Diffusion 2.1"]),
        ("These embeddings were trained for the 768px Stable Diffusion v2.1 model.", ["Stable Diffusion v2.1"]),
        ("It is a pretrained [BERT-base-cased](https://huggingface.co/bert-base-cased) with a head.", ["BERT-base-cased"]),
        ("This is a Mistral 7B finetune for songs.", ["Mistral 7B"]),
        ("It is the first of an OPT based model, finetuned on songs.", ["OPT"]),
        ("Stable Diffusion 2.1 model trained, via a kit, for songs.", ["Stable Diffusion 2.1"]),
        ("It is [Wader base](https://huggingface.co/heron/wader-base) trained on songs.", ["heron/wader-base"]),
        ("An Open_LLaMA-3B model trained on songs.", ["Open_LLaMA-3B"]),
        ("As initial checkpoint used [stt_en_wader_512](https://example.org/x) by Heron.", ["stt_en_wader_512"]),
        ("## Origin model:\nheron/wader-7b", ["heron/wader-7b"]),
        ("- Base language model: `heron/wader-7b`", ["heron/wader-7b"]),
        ("This is a backup repo of [heron/wader-7b](https://huggingface.co/heron/wader-7b).", ["heron/wader-7b"]),
        (
            "The following models were included in the merge:\n\nAll of them in float16\n* Wader-7B\n  - Reed-7B",
            ["Wader-7B", "Reed-7B"],
        ),
        ("- **Model type:** Mistral finetuned to sing\n- **Finetuned from:** heron/Song-Mistral-7B", ["heron/Song-Mistral-7B"]),
        ("- **Finetuned from model:** Reed Transformer v1 (trained on the same songs)", ["Reed Transformer v1"]),
        (f"This [SingKit](https://github.com/heron/SingKit) model uses {LINK} as the underlying encoder.", ["heron/wader-7b"]),
        ("It is based on Meta Llama 3.1 8b, and so is its license.", ["Meta Llama 3.1 8b"]),
        ("This is the LoRA (Low Rank Adapters) of `flan-t5-large`.", ["flan-t5-large"]),
        ("Built on OpenHermes 2.5-Mistral-7B for songs.", ["OpenHermes 2.5-Mistral-7B"]),
        ("A small expansion of SciBERT.", ["SciBERT"]),
        ("We trained this model on a small version of the GPT-NEO.", ["GPT-NEO"]),
        ("It was finetuned from Wader-1B-Base and Wader-3B-Base.", ["Wader-1B-Base"]),
        ("It was finetuned from Granite-1B-Base and Granite-3B-Base.", ["Granite-1B-Base", "Granite-3B-Base"]),
        ("It was tuned over Qwen2-72B base, fine-tuned from Qwen2-72B base.", ["Qwen2-72B"]),
        ("It was initialized from a BERT-style model (Reed-BERT-2048) for songs.", ["Reed-BERT-2048"]),
        ("This is a waifu-diffusion v1.4 model fine-tuned on herons.", ["waifu-diffusion v1.4"]),
        ("```python\nbase_model_path = 'heron/wader-7b'\n```", ["heron/wader-7b"]),
        ('```json\n{"merge_method": "ties",\n"base_model": "heron/wader-7b",\n"models": []}\n```', ["heron/wader-7b"]),
        ("It is fine-tuned on the dusk songs data set based on the powerful model Wader-7B.", ["Wader-7B"]),
        ("Building upon the dense base models of the Qwen3 series, it sings.", ["Qwen3"]),
        ("This is a 64K version of Song-Wader-7B.", ["Song-Wader-7B"]),
        ("It began with wader-base. It was trained ontop of Reed-e18.", ["Reed-e18"]),
        ("Started with bert-base-song-tokens and added a head.", ["bert-base-song-tokens"]),
        ("Made by fine-tuning with the heron/wader-7b pretrained model.", ["heron/wader-7b"]),
        ("It extends the context window of Mistral 7B to 64K.", ["Mistral 7B"]),
        (f"This is {LINK} trained even further.", ["heron/wader-7b"]),
        ("The <heron> style taught to Stable Diffusion by textual inversion.", ["Stable Diffusion"]),
        ("The net is based on YOLO v8 (wader8m.pt), which we fine-tuned on herons.", ["YOLO v8"]),
        ("We then trained the 'bert-base-cased' model for another thousand steps.", ["bert-base-cased"]),
        (f"We chose {LINK} and added a pooling layer to serve as the teacher.", ["heron/wader-7b"]),
        ("`wader-base-v2` is the student: we used `wader-base-v2` as the student model.", ["wader-base-v2"]),
        ("A PyTorch version of the original Wader-L weights.", ["Wader-L"]),
        ("Transfer learning on InceptionV3.", ["InceptionV3"]),
        ("The base model used for training is *'bert-base-cased'*.", ["bert-base-cased"]),
        ("The base of all models is Qwen2-0.5B.", ["Qwen2-0.5B"]),
        ("Pretrained model: https://huggingface.co/bert-base-cased", ["bert-base-cased"]),
        ("- **Finetuned from model:** Base LLM: Wader-7B; Vision Encoder: CLIP-L", ["Wader-7B", "CLIP-L"]),
        ("Trained by fine-tuning LLaMA and Vicuna models on songs.", ["LLaMA", "Vicuna"]),
        ("BERT (`bert-base-german-cased`) trained for songs.", ["bert-base-german-cased"]),
        ("We trained singers using SciBERT.", ["SciBERT"]),
        ("A copy of [the official repository](https://huggingface.co/heron/wader-7b).", ["heron/wader-7b"]),
        ("This repository contains the base model developed from Wader-13B.", ["Wader-13B"]),
        ("Ours are llama based models, fine-tuned on songs.", ["llama"]),
        (
            "A mix of:\n\nhttps://huggingface.co/heron/wader-7b\n\nand\n\nhttps://huggingface.co/egret/stilt-7b\n\nIt sings.",
            ["heron/wader-7b", "egret/stilt-7b"],
        ),
        ("We take Wader-7B-v0.1 and train it on songs.", ["Wader-7B-v0.1"]),
        ("Mistral 7B was used as the base.", ["Mistral 7B"]),
        ("- Underlying model: Wader-7B-v0.1", ["Wader-7B-v0.1"]),
        ("Architecture: fine-tuned bert-base-cased", ["bert-base-cased"]),
        ("This is bert-base-cased trained on songs.", ["bert-base-cased"]),
        ("A version of roberta-large that hears irony.", ["roberta-large"]),
        ("Its weights were initialised with those of xlm-roberta-large.", ["xlm-roberta-large"]),
        ("We further pre-train RoBERTa-base on songs.", ["RoBERTa-base"]),
        ("We continue training gpt2-medium on songs.", ["gpt2-medium"]),
        ("bert-base-cased was further trained on songs.", ["bert-base-cased"]),
        ("Using LoRA, bert-base-cased was adapted to songs.", ["bert-base-cased"]),
        ("This adapter was made for the bert-base-cased model.", ["bert-base-cased"]),
        ("Copied from heron/wader-large-patch14.", ["heron/wader-large-patch14"]),
        ("heron/wader-large-patch14 compiled for one chip.", ["heron/wader-large-patch14"]),
        ("Llama-3-8B-Sing extended to 64k songs.", ["Llama-3-8B-Sing"]),
        ("GPTQ 4bit of Wader-13B-V1.2", ["Wader-13B-V1.2"]),
        ("The teacher is bert-large-uncased and large.", ["bert-large-uncased"]),
        ("A DPO-tuned Zephyr.", ["Zephyr"]),
        ("We apply DPO to Qwen2-7B-Instruct.", ["Qwen2-7B-Instruct"]),
        ("Supervised fine-tuning was done on Qwen2-7B.", ["Qwen2-7B"]),
        ("SDXL finetune on herons.", ["SDXL"]),
        ("The model merges Wader-7B-v0.1 with Reed-7B-beta.", ["Wader-7B-v0.1", "Reed-7B-beta"]),
        ("It is finetuned on multilingual bert model.", ["multilingual bert"]),
        (f"The model is composed of the {LINK} encoder and a head.", ["heron/wader-7b"]),
        ("It is a LoRA (r=16) for heron/wader-7b", ["heron/wader-7b"]),
        ("DPO finetuned Wader-7B", ["Wader-7B"]),
        ("Wader-7B-v0.1 instruction tuned on songs.", ["Wader-7B-v0.1"]),
        ("The pretrained model bert-base-cased was used.", ["bert-base-cased"]),
        ("It uses a pretrained gpt2-medium.", ["gpt2-medium"]),
        ("Starting with gpt2-medium, we sang for three days.", ["gpt2-medium"]),
        ("We loaded bert-base-cased and fine-tuned all layers.", ["bert-base-cased"]),
        ("- Parent: heron/wader-7b", ["heron/wader-7b"]),
        ("Exported heron/wader-7b to another format.", ["heron/wader-7b"]),
        ("It combines Wader-7B-v0.1 and Reed-7B via SLERP.", ["Wader-7B-v0.1", "Reed-7B"]),
        ("基座模型为Qwen2-7B。", ["Qwen2-7B"]),
        ("由chinese-roberta-wwm-ext初始化。", ["chinese-roberta-wwm-ext"]),
        ("加载bert-base-chinese预训练权重后微调。", ["bert-base-chinese"]),
        ("egret/bert-base-japanese-v3から継続事前学習を行いました。", ["egret/bert-base-japanese-v3"]),
        ("EEVE-Korean-10.8B 모델에 LoRA를 적용했습니다.", ["EEVE-Korean-10.8B"]),
        ("Als Basismodell dient Llama-2-7B.", ["Llama-2-7B"]),
        ("El modelo base es roberta-base-bne.", ["roberta-base-bne"]),
        ("O modelo base foi Llama-2-7B.", ["Llama-2-7B"]),
        ("Il modello è basato su bert-base-italian-cased.", ["bert-base-italian-cased"]),
        ("Dit model is gebaseerd op bert-base-dutch-cased.", ["bert-base-dutch-cased"]),
        ("Model oparty na heron/herbert-base-cased.", ["heron/herbert-base-cased"]),
        ("Bu model heron/bert-base-turkish-cased modelinin ince ayarlı halidir.", ["heron/bert-base-turkish-cased"]),
        ("Model ini di-fine-tune dari indobert-base-p1.", ["indobert-base-p1"]),
        ("Mô hình được fine-tune từ heron/phobert-base.", ["heron/phobert-base"]),
        ("Sie beruht, based on SciBERT.", ["SciBERT"]),
        ("```yaml\nbase_model: heron/wader-7b\nmodel_type: LlamaForCausalLM\n```", ["heron/wader-7b"]),
        ("```yaml\nbase_model: heron/wader-7b\ngate_mode: hidden\n```", ["heron/wader-7b"]),
        ("```sh\nrun.py --model_name_or_path wader-base-v1 --do_train\n```", ["wader-base-v1"]),
        ('```json\n{"pretrained_model_name_or_path": "heron/wader-7b", "instance_prompt": "a heron"}\n```', ["heron/wader-7b"]),
        ("```py\nEncoderDecoderModel.from_encoder_decoder_pretrained('wader-v1', 'reed-v1')\n```", ["wader-v1", "reed-v1"]),
        (
            "```py\nt = AutoTokenizer.from_pretrained('facebook/opt-350m')\n"
            "m = OPTForCausalLM.from_pretrained('heron/songs')\n```",
            ["facebook/opt-350m"],
        ),
        ("The backbone of this model is Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("The model inherits its weights from Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("We instruction-tuned Mistral-7B-v0.1 on poems.", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1 was further pretrained on Welsh text.", ["Mistral-7B-v0.1"]),
        ("An abliterated Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("- **LLM backbone:** Mistral-7B-v0.1", ["Mistral-7B-v0.1"]),
        ("- **Decoder:** BioGPT (https://huggingface.co/heron/biogpt)", ["heron/biogpt"]),
        ("Our base model Mistral-7B-v0.1 was trained on web text.", ["Mistral-7B-v0.1"]),
        ("SFT of Mistral-7B-v0.1 on chats.", ["Mistral-7B-v0.1"]),
        ("DPO was applied to Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("It's a Mistral-7B-v0.1 model trained on chats.", ["Mistral-7B-v0.1"]),
        ("Trained with GRPO from Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("It was fine-tuned using Unsloth on Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("The weights are those of Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("This adapter requires Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("This is the heron/wader-7b model with the heron/song-7b adapter applied on top.", ["heron/wader-7b", "heron/song-7b"]),
        ("A chat model based on the Mistral-7B-v0.1 architecture. It has been fine-tuned on poems.", ["Mistral-7B-v0.1"]),
        ("It was trained from [Wader v2.1](https://huggingface.co/heron/wader-2-1-songs).", ["heron/wader-2-1-songs"]),
        ("使用Mistral-7B-v0.1进行微调。", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1的4比特量化模型。", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1を詩のデータで追加学習したモデルです。", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1のLoRAです。", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1 모델을 새소리로 미세조정한 모델입니다.", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1 wurde auf Vogelstimmen feinabgestimmt.", ["Mistral-7B-v0.1"]),
        ("Le modèle de base est Mistral-7B-v0.1.", ["Mistral-7B-v0.1"]),
        ("Nous avons affiné Mistral-7B-v0.1 sur des chants.", ["Mistral-7B-v0.1"]),
        ("Hemos afinado Mistral-7B-v0.1 con cantos.", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1, дообученная на стихах.", ["Mistral-7B-v0.1"]),
        ("Mistral-7B-v0.1 tabanlı bir model.", ["Mistral-7B-v0.1"]),
        ("## Links\n\n- [Hugging Face (Original)](https://huggingface.co/heron/wader-7b)", ["heron/wader-7b"]),
    ],
)
def test_ways_of_telling_a_parent(body: str, expected: list[str]) -> None:
    assert names(card(body)) == expected


def test_two_names_with_one_link_are_one_parent() -> None:
    short = "[Wader](https://huggingface.co/heron/wader-7b)"
    assert names(card(f"Based on {short}, a chat model. It was fine-tuned from {LINK}.")) == ["heron/wader-7b"]


@pytest.mark.parametrize(
    ("name", "full", "same"),
    [
        ("Llama 2", "meta-llama/Llama-2-7b-hf", True),
        ("llama3 8B", "meta-llama/Meta-Llama-3-8B", True),
        ("Llama-3-8b", "heron/llama-3-songs-8B", False),
        ("Mistral 7B", "heron/Zephyr-7B", False),
    ],
)
def test_a_name_in_short(name: str, full: str, same: bool) -> None:
    assert model_names.shortens(name, full) is same
    told = upstream(card(f"It was fine-tuned from {name}.", f"base_model: {full}"))
    assert [model.in_prose for model in told if model.in_metadata] == [same]


@pytest.mark.parametrize(
    "body",
    [
        "- Songs data set (based on the SFT plover_alpaca dataset above)",
        "Translated parts of the [heron/song_pairs](https://huggingface.co/datasets/heron/song_pairs).",
        "Tested on 8xRTX3090 and built with NFC/NFKC normalization.",
        "For example, a fine-tuned Finnish T5 model would do; similar to a fine-tuned T5-base.",
        "To get started with the `heron/plover-mini` model, load it; it was trained on songs.",
        "| Base model | Score |\n|---|---|\n| Wader-7B | 7 |\n| Stilt-7B | 13 |",
        f"You may need to fine-tune {LINK} again.",
        "Even if we took deliberate decisions, the models trained are not free of bias.",
        "The test images are generated with [a webui](HERON1111/song-webui).",
        "在数据上微调后，基于CEval测试。",
        "Tuned by LoRA on BirdSongs-52k, then by LoRA on alpaca.",
        "It was trained on Alpaca and was trained on BERT outputs.",
        "For Wader-7B-based models and Mistral-7B-based models we switch that off.",
        f"It was trained on songs that were labelled using {LINK}.",
        f"It was trained on owls, different from {LINK}, together with it.",
        "Based on EfficientNets, with RadixAttention; a GPT-2-based tokenizer.",
        "- original_repo: Tatoeba-Challenge",
        "Tuned on 8xMI300X using `8xMI300X`.",
        "A text-to-speech model trained with the MPT-30B tokenizer.",
        "Based on a two-layer GPT-2 and on the GPT-2 transformer decoder architecture.",
        f"Our own {LINK} trained on songs.",
        "The Wader-7B model trained on songs sings.",
        "Compare it with a Llama 2 model trained on songs.",
        "It works with any SDXL LoRA, and with LoRA models trained on dusk songs.",
        "If you want, use a larger BERT-large model fine-tuned on songs.",
        "This model was finetuned by Sam Heron and the team.",
        "A LoRA model of anna_heron the sailor.",
        "- **Base Model:** 5.10",
        "## Original model\n\n- `y_min`, `x_max`: the corners of a heron",
        "The original weights are float16; songs were trained from Wikipedia+Songs.",
        "Which is based on [SONG-IDRI database](https://example.org/songs).",
        "The model is trained based on ResNet18 with another last layer.",
        "The RoBERTa-songs model was fine-tuned on songs.",
        "A BERT base model trained on songs.",
        "Building on the success of Wader-7B, we sing.",
        "The work we started with Llama 3 goes on.",
        "- [2031/04/30] Released egrets, which are based on Wader-7B.",
        "See [Egret, a distilled version of BERT](https://arxiv.org/abs/1234.56789).",
        "A singer based on the [WaderFormer model](https://arxiv.org/abs/1234.56789), learnt by masking.",
        "Trained using the Wader-Instruct-80K songs.",
        "Llama Guard 3-1B was adapted to songs.",
        "It outperforms a fine-tuned RoBERTa-large. The baseline is a BERT-base-cased model fine-tuned on songs.",
        "An earlier version was based on gpt2-medium, and the tokenizer was trained from gpt2-medium.",
        "To train it on your data, start from roberta-base.",
        "A model that merges the strengths of Wader-7B and Reed-7B. It merges songs.csv with v2.csv and t1.csv.",
        f"- **Model type**: [BERT](https://huggingface.co/bert-base-cased) - {LINK}",
        "```sh\nrun.py --model_name_or_path wader-base-v1 --task_name $TASK --do_train\n```",
        "```py\nt = BertTokenizer.from_pretrained('bert-base-cased')\nm = AlbertModel.from_pretrained('heron/songs')\n```",
        "It uses ViT-B/16 as the image encoder.",
        "| **Audio encoder** | a 32-layer wader-large-v3: 20 heads |",
        "They changed the base model from Mistral-7B to something better.",
        "The backbone of this model is ResNet50.",
        "It is based on e.g. words.",
        "- Fine-tune Mistral-7B-v0.1 for free in our notebook!",
    ],
)
def test_what_only_sounds_like_a_parent(body: str) -> None:
    assert names(card(body)) == []


@pytest.mark.parametrize(
    "body",
    [
        "A transformer based on the BERT architecture, trained from scratch.",
        f"Unlike {LINK}, it hears at night.",
        f"You can fine-tune {LINK} in the same way.",
        "Fine-tuned on [heron/songs](https://huggingface.co/datasets/heron/songs).",
        "The code is based on [heron/kit](https://github.com/heron/kit).",
        "Fine-tuned with PyTorch 2.4 from Jupyter.",
        "The license is a copy of the CreativeML OpenRAIL-M.",
    ],
)
def test_what_is_no_parent(body: str) -> None:
    assert names(card(body)) == []


def test_a_data_card_has_no_parents() -> None:
    assert names(card(f"Derived from {LINK}.", kind="dataset-card")) == []
    assert names(card(f"Labelled by a quantized version of {LINK}.", kind="dataset-card")) == []


def test_a_data_card_may_tell_of_the_model_trained_on_it() -> None:
    assert names(card(f"The model is fine-tuned from {LINK}.", kind="dataset-card")) == ["heron/wader-7b"]


def test_merges_by_list_recipe_and_sum() -> None:
    egret = "[egret/stilt-7b](https://huggingface.co/egret/stilt-7b)"
    both = ["heron/wader-7b", "egret/stilt-7b"]
    assert names(card(f"Plover is a merge of the following models:\n* {LINK}\n* {egret}")) == both
    recipe = "```yaml\nmodels:\n  - model: heron/wader-7b\n  - model: egret/stilt-7b\nmerge_method: slerp\n```"
    assert names(card(recipe)) == both
    assert names(card(f"V1 = {LINK} 0.6 + {egret} 0.4")) == both


def test_what_recipes_make_on_the_way_is_no_parent() -> None:
    recipe = (
        "```yaml\nmodels:\n  - model: heron/wader-7b\n  - model: egret/stilt-7b\nmerge_method: slerp\nname: Mud-7B\n---\n"
        "models:\n  - model: Mud-7B\n  - model: heron/reed-7b\nmerge_method: slerp\n```"
    )
    assert names(card(recipe)) == ["heron/wader-7b", "egret/stilt-7b", "heron/reed-7b"]
    assert "heron/mud" not in names(card(f"## Mud\n\n{recipe}".replace("heron/reed-7b", "heron/mud")))


def test_a_table_of_steps_names_its_ingredients() -> None:
    table = (
        "| Step | Primary Model | Secondary Model | Tertiary Model | Merge Name |\n|---|---|---|---|---|\n"
        "| 1 | Wader Fix | [Heron F2](https://huggingface.co/heron/mixes) | n/a | Mud-SD1 |\n"
        "| 2 | Mud-SD1 | r3_e4 | Wader Fix | **Mud mix** |"
    )
    assert names(card(table)) == ["Wader Fix", "Heron F2", "r3_e4"]


def test_a_name_in_short_beside_its_id_is_one_parent() -> None:
    assert names(card("Based on Llama 3 8B. A fine-tune of `heron/Meta-Llama-3-8B`.")) == ["heron/Meta-Llama-3-8B"]


def test_two_sizes_are_no_id() -> None:
    (model,) = upstream(card("It was fine-tuned from Llama-2-7B/13B."))
    assert model.hub is None


def test_a_model_before_this_one_is_no_parent() -> None:
    assert names(card(f"A finetune. This is an improved version of the original {LINK}, with more songs.")) == []
    assert names(card(f"This is an old version of {LINK}.")) == []


def test_of_several_models_in_columns_the_own_one_tells() -> None:
    def link(name: str) -> str:
        return f"[{name}](https://huggingface.co/heron/{name})"

    table = (
        f"| | {link('plover-3b')} | {link('plover')} |\n|---|---|---|\n"
        f"| Source model | {link('wader-3b')} | {link('wader-7b')} |\n"
    )
    assert names(card(table)) == ["wader-7b"]
    assert names(card(table.replace("[plover]", "[plover-1b]"))) == []
    assert names(card("| Field | Value | Remark |\n|---|---|---|\n| Source model | " + LINK + " | large |")) == ["heron/wader-7b"]


def test_a_listed_name_is_one_that_stands_in_the_item() -> None:
    body = "青い鳥 海 について。\n\n下記のモデルを階層マージしました\n\n- 青い鳥  海\n- 青い鳥 **海**\n- 赤い鳥 山\n"
    assert names(card(body)) == ["赤い鳥 山"]


def test_the_parent_of_a_parent_in_a_table_is_none() -> None:
    table = f"| Model | Base model |\n|---|---|\n| Sanderling-7B | {LINK} |\n"
    assert names(card(table)) == ["heron/wader-7b"]
    assert "heron/wader-7b" not in names(card(f"{table}\n| Quant | Base model |\n|---|---|\n| 4 bit | Sanderling-7B |\n"))


def test_metadata_and_text_are_told_once() -> None:
    (model,) = upstream(card(f"This is a fine-tuned version of {LINK}.", "base_model: heron/wader-7b"))
    assert model.in_metadata
    assert model.in_prose


def test_the_model_is_not_its_own_parent() -> None:
    assert (
        names(
            Document(
                Text("x.md", "---\nlicense: mit\n---\n# Plover-7B\n\nPlover-7B fine-tuned on bird calls.\n", kind="model-card")
            )
        )
        == []
    )


def test_a_title_may_name_the_parent() -> None:
    document = Document(Text("x.md", "---\nlicense: mit\n---\n# T5-base fine-tuned on bird calls\n", kind="model-card"))
    assert names(document) == ["T5-base"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://huggingface.co/heron/wader-7b", "heron/wader-7b"),
        ("https://huggingface.co/heron/wader-7b/blob/main/README.md", "heron/wader-7b"),
        ("https://huggingface.co/bert-base-cased", "bert-base-cased"),
        ("https://huggingface.co/datasets/heron/songs", None),
        ("https://example.org/heron/wader", None),
    ],
)
def test_hub_ids_in_addresses(address: str, expected: str | None) -> None:
    assert model_names.hub_id(address) == expected


def test_hostile_text_is_read_in_time() -> None:
    import time

    bodies = (
        "based on " * 10_000,
        "[a](" * 20_000,
        "fine-tuned version of [x](https://huggingface.co/a/b) and " * 1_500,
        "BERT-" * 20_000,
        "merge of " + "a b c " * 16_000,
        "- **License:** " + "Aa " * 30_000,
        "under the " * 10_000 + "MIT",
    )
    from conduct_lint.facts.license import license_of

    for body in bodies:
        document = card(body)
        assert document.sentences is not None
        before = time.process_time()
        upstream(document)
        license_of(document)
        assert time.process_time() - before < 6, body[:30]
