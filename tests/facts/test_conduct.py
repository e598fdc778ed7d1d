"""Whom a derogatory word is aimed at. The mildest words stand for the list; tests of others would teach nobody anything."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.conduct import aimed
from conduct_lint.model import Text

#: Names of people, places, peoples and languages that hold or are what a careless list would call an offence.
NAMES = (
    "Shital Shah; Dick Tracy; Dikshit; Emily M. Bender et al.; Gay Talese; Peter Gay; Marvin Gaye; Dyke & Dryden;"
    " Kike Hernández; Coon Rapids;"
    " Rio Negro; Montenegro; Niger; Nigeria; Nigel; Pakistan; Paki Avenue; Chink (surname); Gooch; Fagan; Fag Bearings;"
    " Faggin; Cock Lane;"
    " Hancock; Cockburn; Scunthorpe; Essex; Sussex; Penistone; Clitheroe; Lightwater; Arsenal; Assad; Bastardo; Titsingh;"
    " Schmuck; Wang;"
    " Fuchs; Fuk Lau; Phuc Nguyen; Bich Tran; Dung Le; Long Dong; Semen Semenov; Randy Butts; Homo sapiens; Jap Gaap;"
    " Gypsy Kings; Romani;"
    " Moron, Argentina; Simpleton; Fool's Gold; Blackman; Whitehead; Cretin Avenue; Krestin; Retardo; Ritardando;"
    " Spic and Span; Slav"
).split("; ")
IDENTITIES = (
    "gay", "lesbian", "bisexual", "trans", "transgender", "queer", "Black", "white", "Asian", "Latina", "Roma", "Jewish",
    "Muslim", "Christian",
    "Hindu", "atheist", "disabled", "blind", "deaf", "autistic", "dyslexic", "old", "young", "fat", "female", "male",
    "nonbinary", "immigrant",
    "refugee", "homeless", "poor", "mentally ill", "Negro spiritual", "Indigenous", "Aboriginal", "Inuit", "Sámi", "Dalit",
)  # fmt: skip


def read(text: str, kind: str = "comment") -> list[tuple[str, str]]:
    return [(text[passage.span.start : passage.span.end], passage.kind) for passage in aimed(Document(Text("x", text, kind)))]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_no_offence(name: str) -> None:
    for text in (
        f"Thanks to {name} for the tables.",
        f"{name}, can you look at this?",
        f"You are {name}, I think. As {name} says, it is wrong.",
    ):
        for kind in ("comment", "model-card"):
            assert read(text, kind) == [], text


@pytest.mark.parametrize("word", IDENTITIES)
def test_who_somebody_is_is_no_offence(word: str) -> None:
    for text in (
        f"I am {word} and I use this.",
        f"A {word} developer wrote it.",
        f"She is {word}.",
        f"They said that you are {word}.",
    ):
        assert read(text) == [], text


@pytest.mark.parametrize(
    "text",
    [
        "You are an idiot",
        "you're such a complete buffoon.",
        "u are a liar",
        "You’re all incompetent.",
        "@keeper you utter moron",
        "@keeper is a hypocrite.",
        "Are you stupid?",
        "The maintainers of this are here, and the maintainers are morons.",
        "These imbeciles closed it again.",
        "He is an idiot.",
        "What a coward!",
        "I think that you are pathetic.",
        "I really believe you're a troll.",
        "It shows how clueless you are.",
        "My advice: shut your mouth.",
        "You look like a fool.",
        "> the tide is late\nYou are an idiot.",
        "Du bist echt unfähig.",
        "Vous êtes vraiment incompétents.",
        "你真是个蠢货。",
        "Half of you are idiots.",
        "Clearly @keeper is a moron.",
        "You are a moron, that is no slang.",
        "The answers were from pompous jackasses.",
        "Every single one of you is a moron.",
        "By the way you are an idiot.",
        "Why are you such an idiot?",
        "That's why he is an idiot.",
        "What the hell is wrong with you?",
        "Get your lazy ass over here.",
        "@keeper: you are an idiot",
        "Note: you are an idiot.",
        "The change is by @mate, and @mate is an idiot.",
        "You are truly rotten liars.",
        "The diff -> you are an idiot.",
    ],
)
def test_insults_are_aimed_at_somebody(text: str) -> None:
    assert [kind for _, kind in read(text)] == ["insult"]


@pytest.mark.parametrize(
    "text",
    [
        "I am an idiot.",
        "I'm such a buffoon, sorry.",
        "We were morons to ship it.",
        "Stupid me.",
        "You must think I'm an idiot.",
        "You are not an idiot.",
        "You're no fool.",
        "Nobody says you are stupid.",
        "I don't think you are incompetent.",
        "I am not saying that you're a liar.",
        "If you are stupid like me, keep a copy.",
        "Unless you're an idiot, this is safe.",
        "This code is stupid, dumb and useless.",
        "The compiler is an idiot here.",
        "Your test is useless and your patch is garbage.",
        "You are using a stupid default.",
        "You are right, the useless line can go.",
        'The model said "you are an idiot" to a tester.',
        "The model said “you are an idiot” to a tester.",
        "> You are an idiot.",
        "On Monday, Ines wrote:\n> You are a moron\n> and a liar\n\nPlease stay calm.",
        "`you are an idiot`",
        "```\nyou are an idiot\n```",
        "| text | label |\n|---|---|\n| you are an idiot | 1 |",
        "He called me a moron.",
        "It detects phrases such as you idiot.",
        "Make it idiot-proof.",
        "The dummy variable and the trollface icon.",
        "You people are wonderful.",
        "A bunch of stupid errors.",
        "Are you able to reproduce this dumb bug?",
        "You have a stupidly fast machine.",
        "Do you troll the sea bed or fool the sensor?",
        "Those useless files are gone.",
        "That bastard format of CSV.",
        "Just shut up the warnings with a flag.",
        "You suck the water in at the left.",
        "Drop your stupid-ass defaults.",
        "Your lazy ass loader reads twice.",
        "That post of yours @keeper was stupid.",
        "This idea @keeper is stupid.",
        "The work of the maintainers is useless.",
        "The patch by @keeper is useless.",
        "You are running idiot tests.",
        "You are reading brat files.",
        "Why he is a bastard in the story?",
        "So what's wrong with you today?",
        "Wankers, plural noun. British slang, see there.",
        "anna: you are a moron\nbert: no\nanna: yes",
        "[12:01:33] [tide] you are a moron",
        "2024-01-02 12:01:33.120 INFO you are a moron",
        "Can we reword this? >These morons took my boat.",
        "",
    ],
)
def test_what_is_aimed_at_nobody(text: str) -> None:
    assert read(text) == []


def test_one_passage_a_sentence() -> None:
    assert len(read("You idiot, you moron, you liar.")) == 1
    assert len(read("You idiot. You moron.")) == 2


def test_a_slur_stands_in_prose_only() -> None:
    word = "retarded"
    assert read(f"You are {word}.") == [(f"You are {word}", "slur")]
    for text in (
        f"`{word}`",
        f"> You are {word}",
        f'You are "{word}", they say.',
        f"---\ntags: [{word}]\n---\n# Tides\n",
        f"a {word} time in physics",
    ):
        assert read(text) == [], text
    for text in (
        f"# Set\n\nComments with slurs, some {word}.",
        f"# Set\n\n## Samples\n\n{word} check",
        f"# Guard\n\nFinds hate speech, {word} or not.",
    ):
        assert read(text, "dataset-card") == [], text
    assert [kind for _, kind in read(f"# Set\n\nThe old authors were {word}.", "dataset-card")] == ["slur"]


@pytest.mark.parametrize(
    "text",
    [
        "Only a retard would ship this.",
        "A retard wrote the loader.",
        "A retard developer closed it.",
        "You are so retarded.",
        "Stop being a retard.",
        "It shows how retarded you are.",
        "Give me a break, beaner.",
        "The tables were made by some beaners.",
        "These retarded developers closed it.",
        "Are you retarded?",
    ],
)
def test_a_slur_belittles_people(text: str) -> None:
    assert [kind for _, kind in read(text)] == ["slur"]


@pytest.mark.parametrize(
    "text",
    [
        "This check is fully retarded.",
        "A retarded default.",
        "The loader of the maintainers is retarded.",
        "A retard mode, at last.",
        "I am a retard.",
        "Stopped being a retard about tabs.",
        "In slang, a retard is the pause of a clock.",
        "anna: he is such a retard, really\nbert: who\nanna: me",
        "[12:01:33] [tide] a retard",
    ],
)
def test_a_slur_that_belittles_nobody(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["Send nudes.", "You look so sexy.", "Hi sexy!", "I would totally undress her."])
def test_sexual_remarks(text: str) -> None:
    assert [kind for _, kind in read(text)] == ["sexualised"]
    assert read(f"> {text}") == []
    assert read(f"{text} This prompt is for the NSFW filter.") == []


def test_what_something_is_like_is_no_sexual_remark() -> None:
    assert read("It sounds like a cat asleep on her big boobs.") == []
