"""Settings are read from environment variables; invalid values and unknown variables are reported."""

from pathlib import Path

import pytest

from kembar.errors import CannotRun, Limits, TooLarge, variable
from kembar.http.middleware.body_limit import RequestLimits
from kembar.rdf.parsing import GraphLimits
from kembar.settings import Settings
from kembar.store.sparql import AnswerLimits


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings.from_environment()


def test_each_kind_of_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read(
        monkeypatch,
        KEMBAR_HOME="home",
        KEMBAR_PORT="0",
        KEMBAR_URL="http://127.0.0.1:1",
        KEMBAR_QUERY_MAX_MS="7",
        KEMBAR_TRUSTED_PROXIES="10.0.0.0/8  ::1",
        KEMBAR_ALLOW_UNSANDBOXED="true",
    )
    assert (settings.home, settings.port, settings.url) == (tmp_path / "home", 0, "http://127.0.0.1:1")
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1")
    assert (settings.query_limits.max_ms, settings.query_limits.unsandboxed) == (7, True)
    assert (settings.verdict_limits.max_ms, settings.verdict_limits.unsandboxed) == (20_000, True)


def test_no_proxy_is_trusted_if_none_is_named_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, KEMBAR_TRUSTED_PROXIES="none").trusted_proxies == ()


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, **{variable(name): "" for name in Settings.model_fields}) == Settings.model_construct()


def test_the_home_is_in_the_users_data_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert Settings().home == Path("/data/kembar")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("KEMBAR_PORT", "eighty", "must be a whole number, not 'eighty'"),
        ("KEMBAR_PORT", "65536", "must be at most 65535, not '65536'"),
        ("KEMBAR_QUERY_MAX_MS", "0", "must be at least 1, not '0'"),
        ("KEMBAR_QUERY_MAX_MS", "1.5", "must be a whole number, not '1.5'"),
        ("KEMBAR_QUERY_MAX_MS", "9" * 5_000, f"must be a whole number, not '{'9' * 40}'"),
        ("KEMBAR_CACHE_MAX_BYTES", "-1", "must be at least 0, not '-1'"),
        ("KEMBAR_ALLOW_UNSANDBOXED", "maybe", "must be true or false, not 'maybe'"),
        (
            "KEMBAR_TRUSTED_PROXIES",
            "127.0.0.1 *",
            "holds addresses and networks, such as 127.0.0.1 or 10.0.0.0/8, or is none; '*' is neither",
        ),
    ],
)
def test_an_invalid_value_is_reported_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    with pytest.raises(CannotRun) as caught:
        read(monkeypatch, **{name: value})
    assert caught.value.detail == f"{name} {reason}."


def test_all_invalid_values_are_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRun, match=r"^KEMBAR_PORT must .*\. KEMBAR_QUERY_WORKERS must .*\.$"):
        read(monkeypatch, KEMBAR_PORT="x", KEMBAR_QUERY_WORKERS="0")


def test_an_unknown_variable_stops_the_start_and_is_named_with_the_nearest_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(CannotRun) as caught:
        read(monkeypatch, KEMBAR_QUERY_MAX_SECONDS="1", KEMBAR_PORT="x")
    assert caught.value.detail == (
        "KEMBAR_QUERY_MAX_SECONDS is not a setting of Kembar; the nearest is KEMBAR_QUERY_MAX_MS. Correct or unset it. "
        "KEMBAR_PORT must be a whole number, not 'x'."
    )


def test_a_removed_variable_stops_the_start_and_is_named_with_what_to_do_instead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(CannotRun, match=r"^KEMBAR_SERVICES_ALLOWED was removed: .* query each endpoint separately"):
        read(monkeypatch, KEMBAR_SERVICES_ALLOWED="https://example.org")


def test_the_variables_of_the_tests_and_empty_ones_are_no_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("KEMBAR_CONFORMANCE", "KEMBAR_SOAK_SECONDS", "KEMBAR_TESTS_HOME")
    assert read(monkeypatch, **dict.fromkeys(names, "1"), KEMBAR_INVENTED="", KEMBAR_SERVICES_ALLOWED="")


@pytest.mark.parametrize("group", [AnswerLimits, GraphLimits, RequestLimits])
def test_a_group_of_limits_has_the_values_of_the_settings_of_the_same_names(group: type[Limits]) -> None:
    settings = Settings(result_max_rows=7, graph_max_bytes=8, request_max_ms=9)
    values = vars(settings.limits(group))
    assert values == {name: getattr(settings, name) for name in values}
    assert {7, 8, 9} & set(values.values())


def test_an_error_names_the_limit_and_its_setting() -> None:
    limits = Settings(graph_max_bytes=8).limits(GraphLimits)
    error = limits.exceeded(TooLarge, "graph_max_bytes", "The graph has more than {limit} bytes", "Send less")
    assert error.detail == "The graph has more than 8 bytes. Send less; an operator can raise KEMBAR_GRAPH_MAX_BYTES."
    assert error.extra == {"limit": 8, "setting": "KEMBAR_GRAPH_MAX_BYTES"}


def test_an_error_of_a_kind_of_work_names_its_setting() -> None:
    limits = Settings(verdict_max_ms=8).verdict_limits
    error = limits.exceeded(TooLarge, "max_ms", "No verdict after {limit} ms", "Ask for less", limit=5, retryAfter=1)
    assert error.detail.startswith("No verdict after 5 ms. ")
    assert error.extra == {"limit": 5, "setting": "KEMBAR_VERDICT_MAX_MS", "retryAfter": 1}
