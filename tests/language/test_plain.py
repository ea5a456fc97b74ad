import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language import plain as module
from extract.language.plain import plain


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"ANC \>= 1.5 x 10\^9/L", "ANC >= 1.5 x 10^9/L"),
        (r"1\. Signed consent \[form A\]", "1. Signed consent [form A]"),
        (r"and\or", r"and\or"),
        ("Age &ge; 18 &amp;amp;lt; 75 &nosuch; R&D", "Age ≥ 18 < 75 &nosuch; R&D"),
        (r"Hb \&gt; 9 \& stable", "Hb > 9 & stable"),
        ("37.5 Â°C, â‰¥ 3, patientâ€™s", "37.5 °C, ≥ 3, patient’s"),
        ("São Paulo, Ângela", "São Paulo, Ângela"),
        ("10⁹/L, m², 10⁻³, &sup2;", "10^9/L, m^2, 10^-3, ^2"),
        ("HbA₁c, CO₂, µg, ㎡, ℃", "HbA1c, CO2, μg, m2, °C"),
        ("１８ ＜ age\u3000≦ ７５", "18 < age ≤ 75"),
        ("BMI >\u0332 30", "BMI ≥ 30"),
        ("1½ tablets ① of Drug™", "1½ tablets ① of Drug™"),
        ("\n  wrapped\r\n     over\tlines \u00a0 here&nbsp; \n", "wrapped over lines here"),
        ("one list <!-- --> another", "one list another"),
        ("zero\u200bwidth so\u00adft", "zerowidth soft"),
        ("cafe\u0301", "café"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_plain_text(source, text):
    assert plain(source).text == text


@pytest.mark.parametrize(
    ("source", "words", "written"),
    [
        (r"ANC \>= 1.5 x 10\^9/L.", ">= 1.5 x 10^9/L", r"\>= 1.5 x 10\^9/L"),
        ("Age &ge; 18 years", "≥ 18", "&ge; 18"),
        ("  life\n    expectancy of 3\n    months", "expectancy of 3 months", "expectancy of 3\n    months"),
        ("10⁻³ mol", "10^-3", "10⁻³"),
        ("temperature 38 Â°C", "38 °C", "38 Â°C"),
    ],
)
def test_words_are_found_again_in_the_source(source, words, written):
    read = plain(source)
    at = read.text.index(words)
    start, end = read.span(at, at + len(words))
    assert source[start:end] == written
    assert read.locate(start) == at


def test_spans_outside_the_text_are_refused():
    with pytest.raises(IndexError):
        plain("abc").span(1, 4)


pieces = st.sampled_from(
    [
        "a",
        "Hb",
        " ",
        "\n",
        "\t",
        "\\",
        r"\>",
        "&amp;lt;",
        "&nbsp;",
        "²",
        "⁻",
        "Â°",
        "≥",
        "１",
        "\u200b",
        "e\u0301",
        "&",
        ";",
    ]
)


@given(st.one_of(st.text(), st.lists(pieces).map("".join)))
def test_the_map_holds_for_any_text(source):
    read = plain(source)
    assert read.text == " ".join(read.text.split())
    before = 0
    for at in range(len(read.text)):
        start, end = read.span(at, at + 1)
        assert 0 <= start < end <= len(source)
        assert start >= before
        before = start
        assert read.locate(start) <= at
    if read.text:
        start, end = read.span(0, len(read.text))
        assert plain(source[start:end]).text == read.text


@given(st.lists(st.one_of(pieces, st.sampled_from("Ââï≥°–“<>\u0332\u0300 \u2003ａ"))).map("".join))
def test_what_is_not_plain_is_found_by_the_signs_that_open_it(source):
    read = plain.__wrapped__(source)
    with pytest.MonkeyPatch.context() as searched:
        searched.setattr(module, "_is_bare", lambda _: False)
        searched.setattr(module, "_specials", module._SPECIAL.finditer)
        whole = plain.__wrapped__(source)
    assert whole == read


def test_a_long_text_has_a_compact_map():
    read = plain("word " * 100_000 + r"\> 3")
    assert len(read._to) == 3
