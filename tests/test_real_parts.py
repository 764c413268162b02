"""A run says which real parts it had, and cannot pass by skipping a required one."""

import pytest

USES_CHROMIUM = """
    def test_page(chromium_path):
        assert chromium_path.name
"""


USES_POSTGRESQL_AT_RUN_TIME = """
    import pytest

    @pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
    def backend(request):
        return request.getfixturevalue("postgresql_server") if request.param == "postgresql" else "file"

    def test_database(backend):
        assert backend
"""


def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, *, require: str, chromium: str) -> pytest.RunResult:
    monkeypatch.setenv("SHIKAKU_REQUIRE", require)
    monkeypatch.setenv("SHIKAKU_CHROMIUM", chromium)
    pytester.makeini("[pytest]\nmarkers =\n    opensearch: node\n    browser: page\n    postgresql: server\n")
    return pytester.runpytest("-p", "tests.real_parts", "-rs")


def test_a_part_that_is_missing_is_skipped_with_its_reason(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(USES_CHROMIUM)
    result = run(pytester, monkeypatch, require="", chromium="no-such-command")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*no Chromium: looked for no-such-command*", "real browser tests: 0 ran"])
    assert result.ret == 0


def test_a_required_part_that_is_missing_fails(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(USES_CHROMIUM)
    result = run(pytester, monkeypatch, require="browser", chromium="no-such-command")
    result.assert_outcomes(errors=1)
    assert result.ret == 1


def test_a_part_that_is_there_is_counted(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(USES_CHROMIUM)
    result = run(pytester, monkeypatch, require="browser", chromium="true")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["real OpenSearch tests: 0 ran", "real browser tests: 1 ran"])
    assert result.ret == 0


def test_a_test_for_each_kind_of_database_asks_for_a_server_only_where_it_needs_one(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHIKAKU_TEST_POSTGRESQL_URL", raising=False)
    monkeypatch.setenv("SHIKAKU_POSTGRESQL_BIN", str(pytester.path))
    pytester.makepyfile(USES_POSTGRESQL_AT_RUN_TIME)
    result = run(pytester, monkeypatch, require="", chromium="true")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(
        [f"*no PostgreSQL server: looked for *{pytester.path}*", "real PostgreSQL tests: 0 ran"]
    )
    result = run(pytester, monkeypatch, require="postgresql", chromium="true")
    result.assert_outcomes(passed=1, errors=1)
    assert result.ret == 1


def test_the_parameter_that_needs_a_server_is_counted(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, postgresql_server: str
) -> None:
    monkeypatch.setenv("SHIKAKU_TEST_POSTGRESQL_URL", postgresql_server)
    pytester.makepyfile(USES_POSTGRESQL_AT_RUN_TIME)
    result = run(pytester, monkeypatch, require="postgresql", chromium="true")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["real PostgreSQL tests: 1 ran"])


def test_a_run_without_a_single_test_of_a_required_part_fails(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile("def test_nothing_real(): pass")
    result = run(pytester, monkeypatch, require="opensearch, browser", chromium="true")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["real browser tests: 0 ran - REQUIRED, so this run fails"])
    assert result.ret == 1


def test_a_test_that_skips_itself_does_not_count_as_run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile("import pytest\ndef test_page(chromium_path): pytest.skip('not today')")
    result = run(pytester, monkeypatch, require="browser", chromium="true")
    result.assert_outcomes(skipped=1)
    assert result.ret == 1


def test_the_tests_of_a_part_can_be_chosen_by_marker_without_marking_them(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIKAKU_CHROMIUM", "true")
    pytester.makepyfile(USES_CHROMIUM + "\n    def test_other(): pass\n")
    result = pytester.runpytest("-p", "tests.real_parts", "-m", "browser")
    result.assert_outcomes(passed=1, deselected=1)


def test_a_required_part_nobody_knows_is_wrong_usage(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(pytester, monkeypatch, require="openserch", chromium="true")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*names openserch; there are: opensearch, browser*"])
