"""Private data: where it is and whose, never on output. Every value here is made up; tokens are put together when a test runs."""

from __future__ import annotations

import json

import pytest

from conduct_lint.document import Document
from conduct_lint.facts import facts
from conduct_lint.facts.people import cleaner, masks, private
from conduct_lint.facts.tokens import FORMS
from conduct_lint.model import Text

LETTERS = "QmvTzKpWxLrNdYsGbHcJfEaUoRiVtZqMnK"
MIXED = "q7Zk2WmX9bLr4TnV8cJd3HsYf6PgQa5REw1U" * 4
HEX = "3f9c1a7be204d85f6a1c9e7b3d5082f4c6a9e1b7"
UPPER = "Q7ZK2WMX4BLR5TNV"


def found(body: str, kind: str = "model-card") -> list[tuple[str, str, bool]]:
    return [(body[p.span.start : p.span.end], p.type, p.own_contact) for p in private(Document(Text("README.md", body, kind)))]


def token(*parts: str) -> str:
    return "".join(parts)


REAL = {
    "Hugging Face": token("hf_", LETTERS),
    "GitHub": token("ghp_", MIXED[:36]),
    "GitHub fine": token("github_pat_", MIXED[:22], "_", MIXED[:59]),
    "Anthropic": token("sk-ant-", "api03-", MIXED[:93]),
    "OpenAI": token("sk-proj-", MIXED[:40], "T3Blbk", "FJ", MIXED[:40]),
    "AWS": token("AKIA", UPPER),
    "Slack": token("xoxb-", "1203948576021", "-", "9081726354012", "-", MIXED[:24]),
    "Google": token("AIza", MIXED[:35]),
    "Groq": token("gsk_", MIXED[:52]),
    "GitLab": token("glpat-", MIXED[:20]),
    "npm": token("npm_", MIXED[:36]),
}


@pytest.mark.parametrize("value", REAL.values(), ids=REAL)
def test_tokens_are_found_anywhere(value: str) -> None:
    for body in (
        f"# Tern\n\nkey: {value}.\n",
        f"```\nlogin('{value}')\n```\n",
        f"---\nwidget:\n- text: {value}\n---\n",
        f"<!-- {value} -->\n",
    ):
        read = Document(Text("README.md", body, "comment"))
        assert [(p.type, body[p.span.start : p.span.end]) for p in private(read)] == [("token-or-key", value)]
        ((_, label),) = masks(read)
        assert label.startswith("[token ") and value[10:] not in label


@pytest.mark.parametrize("provider", [name for name, value in REAL.items() if "_" in value or "-" in value])
def test_backslashes_before_signs_hide_no_token_and_are_hidden_with_it(provider: str) -> None:
    written = REAL[provider].replace("_", "\\_").replace("-", "\\-")
    body = f"a\\_b then {written} and a\\_c"
    assert [(value, kind) for value, kind, _ in found(body, "comment")] == [(written, "token-or-key")]
    assert REAL[provider][8:] not in cleaner(Document(Text("README.md", body, "comment")))(body).replace("\\", "")


def test_every_known_form_begins_with_its_prefix() -> None:
    assert all(form.replace("\\", "").startswith(prefix) for prefix, form, _ in FORMS)


@pytest.mark.parametrize(
    "body",
    [
        "hf_" + "x" * 34,
        "hf_" + "YourTokenHere" + "a" * 21,
        "hf_your_token",
        "hf_...",
        "ghp_" + "0" * 36,
        "AKIA" + "IOSFODNN7EXAMPLE",
        "sk-" + "40148507-8fa3-419e-8462-0cd31028ba20",
        'class="sk-toggleable__label sk-toggleable__label-arrow"',
        "https://huggingface.co/a/austin-osman-spare/sk-Aus",
        f"model_hf_{LETTERS}",
        f"#hf_{LETTERS}",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "sha256:" + HEX,
        "wandb run " + HEX[:8],
    ],
)
def test_placeholders_and_lookalikes_are_no_tokens(body: str) -> None:
    assert found(body, "comment") == []


def test_keys_without_prefix_are_known_by_what_stands_before() -> None:
    assert found(f"export WANDB_API_KEY={HEX}\n")[0][:2] == (HEX, "token-or-key")
    assert found(f"commit {HEX}\n") == []
    pem = "-----BEGIN RSA PRIVATE KEY-----\n" + (MIXED[:64] + "\n") * 3 + "-----END RSA PRIVATE KEY-----"
    assert [kind for _, kind, _ in found(f"```\n{pem}\n```\n")] == ["token-or-key"]


@pytest.mark.parametrize(
    "body",
    [
        "# Tern\n\n## Contact\n\nmaija.saari@harbour-light.fi\n",
        "# Tern\n\n## Authors and Contact\n\n- Maija Saari (maija.saari@harbour-light.fi)\n",
        "# Tern\n\n## Use\n\nFor questions write to maija.saari@harbour-light.fi.\n",
        "# Tern\n\nMaija Saari, maija.saari@harbour-light.fi\n\n## Use\n\nwords\n",
        "# Tern\n\n## Use\n\n[Maija](mailto:maija.saari@harbour-light.fi)\n",
        "---\npoint_of_contact: maija.saari@harbour-light.fi\n---\n# Tern\n",
        "# 潮汐\n\n## 使用\n\n字\n\n## 联系我们\n\nmaija.saari@harbour-light.fi\n",
    ],
)
def test_an_address_that_authors_publish_is_their_own(body: str) -> None:
    assert found(body) == [("maija.saari@harbour-light.fi", "personal-email", True)]
    assert [label for _, label in masks(Document(Text("README.md", body, "model-card")))] == ["[e-mail]"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("# Tern\n\n## Use\n\nwords\n\n## Samples\n\n| text |\n|---|\n| ask jonas.kivi@harbour-light.fi |\n", "model-card"),
        ("# Tern\n\n## Use\n\nwords\n\n```\nfrom jonas.kivi@harbour-light.fi\n```\n", "model-card"),
        ("The person who took this is Jonas, you can mail him at jonas.kivi@harbour-light.fi\n", "comment"),
        ("Contact the man behind it: jonas.kivi@harbour-light.fi\n", "comment"),
        ("# Tern\n\n## Contact\n\nHer private address is jonas.kivi@harbour-light.fi\n", "model-card"),
    ],
)
def test_an_address_of_somebody_else_is_masked(body: str, kind: str) -> None:
    assert found(body, kind) == [("jonas.kivi@harbour-light.fi", "personal-email", False)]
    ((span, label),) = masks(Document(Text("README.md", body, kind)))
    assert (body[span.start : span.end], label) == ("jonas.kivi@harbour-light.fi", "[e-mail]")


def test_ones_own_address_in_a_comment() -> None:
    assert found("You can reach me at jonas.kivi@harbour-light.fi\n", "comment") == [
        ("jonas.kivi@harbour-light.fi", "personal-email", True)
    ]


@pytest.mark.parametrize(
    "body",
    [
        "git clone git@github.com:harbour/tern.git",
        "user@example.com",
        "your.name@company.com",
        "123+maija@users.noreply.github.com",
        "noreply@harbour-light.fi",
        "@property and @harbour/tern",
        "https://maija:pw@harbour-light.fi/x",
        "tern@2x.png and tern@1.2.3",
        "a @ b.c and @ and @@",
    ],
)
def test_addresses_of_machines_and_examples_are_none(body: str) -> None:
    assert found(body, "comment") == []


@pytest.mark.parametrize(
    "body",
    [
        "Signed-off-by: Maija Saari <maija.saari@harbour-light.fi>",
        "Co-authored-by: Maija Saari <maija.saari@harbour-light.fi>",
        "On Tue, Maija Saari <maija.saari@harbour-light.fi> wrote:",
        "On Tue, Maija Saari <maija.saari@harbour-light.fi>\nwrote:",
        "```bibtex\n@misc{a, note={maija.saari@harbour-light.fi}}\n```",
        "Ask maija.saari [at] harbour-light [dot] fi",
        "Ask maija.saari [At] harbour-light [dot] fi",
        "Ask maija.saari [at ] harbour-light.fi",
    ],
)
def test_an_address_that_credits_somebody_is_no_leak_and_still_masked(body: str) -> None:
    ((_, kind, own),) = found(body, "comment")
    assert (kind, own) == ("personal-email", True)
    assert [label for _, label in masks(Document(Text("comment", body, "comment")))] == ["[e-mail]"]


def test_a_mailbox_of_nobody_in_particular_is_told_apart() -> None:
    assert found("Write to info@harbour-light.fi\n") == [("info@harbour-light.fi", "other", True)]


def test_a_name_with_which_an_address_begins_is_no_secret_where_the_text_says_it() -> None:
    address = "tidewatch_core@sound" + "ings.net"
    body = f"# Tidewatch\n\nUnder the Tidewatch License Agreement. Questions: {address}\n"
    clean = cleaner(Document(Text("README.md", body, "model-card")))
    assert clean("Tidewatch License Agreement") == "Tidewatch License Agreement"
    assert clean(f"write to {address}") == clean("write to tidewatch_core@so") == "write to [e-mail]"
    assert clean("write to Tidewatch_c") == "write to [e-mail]"
    alone = cleaner(Document(Text("README.md", f"# Buoys\n\nQuestions: {address}\n", "model-card")))
    assert alone("write to tidewat") == "write to [e-mail]"


@pytest.mark.parametrize(
    "written", ["wade\\_tern@sound{}ings.net", "wade\\_tern@sound{}ings\\.net", "wade\\_tern\\@sound{}ings.net"]
)
def test_an_address_behind_backslashes_is_read_whole(written: str) -> None:
    written = written.format("")
    seen = written.replace("\\", "")
    document = Document(Text("README.md", f"# Plover\n\nIt is based on {written} and was fine-tuned.\n", "model-card"))
    assert [document.text[span.start : span.end] for span, _ in masks(document)] == [written]
    clean = cleaner(document)
    assert clean(f"ask {written}") == clean(f"ask {seen}") == clean("ask wade_te") == "ask [e-mail]"
    assert "wade" not in json.dumps(facts(document))


def test_a_token_is_cut_off_nowhere_late() -> None:
    value = REAL["Hugging Face"]
    clean = cleaner(Document(Text("README.md", f"# Buoys\n\nkey {value}, or {value[:14]}\n", "model-card")))
    assert clean(value[:12]) == "[token hf_…]"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("Call me: (201) 555-0123\n", "(201) 555-0123"),
        ("WhatsApp +49 30 901820 works\n", "+49 30 901820"),
        ("Tel. 030 901820, thanks\n", "030 901820"),
        ("电话：+86 10 6552 9988\n", "+86 10 6552 9988"),
    ],
)
def test_phone_numbers(body: str, value: str) -> None:
    assert [(v, kind) for v, kind, _ in found(body, "comment")] == [(value, "phone")]


@pytest.mark.parametrize(
    "body",
    [
        "Call version 2023.8.1002501831 of it\n",
        "phone model 07010841551\n",
        "offset 272564480, expected 272560384; call stack below\n",
        "The phone numbers are masked, e.g. 088-888-8888\n",
        "phone: https://example.org/+493090182000\n",
        "5068283822+4931712829=9999996651\n",
        "Accuracy 91.20 92.31 93.42 on the phone set\n",
    ],
)
def test_digits_that_are_no_phone_number(body: str) -> None:
    assert found(body, "comment") == []


def test_nothing_private_is_told_by_the_value_itself() -> None:
    (one,) = private(Document(Text("README.md", f"hf_{LETTERS}", "comment")))
    assert LETTERS not in repr(one)
