"""After filing: tickets, refusals that are mended, statements and letters; nothing is lost."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from config.settings import Settings
from domain.correspondence import EntryKind
from domain.errors import IllegalTransition, InputError, NotFound
from domain.notices import Notice, NoticeId, NoticeState
from domain.ownership import ExhibitKind
from review import filing, letters
from review.cli.main import app
from review.cli.session import Session
from review.filing import Noted
from store.unit_of_work import Store
from takedown.after.causes import Way
from takedown.after.letters import Act, Brought, WithdrawalReason
from takedown.bundle import file_digest
from takedown.verify_bundle import verify_bundle
from tests.factories import a_work, an_exhibit, digest
from tests.takedown.test_stage import assemble, decide, keep_portfolio, with_channel


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """On SQLite alone: what is kept is tested on both in `tests/store`."""
    return f"sqlite:///{tmp_path}/filing.sqlite"


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return with_channel(settings, tmp_path, "alibaba_taotian")


@pytest.fixture
def exported(store: Store, site: Settings, now: datetime) -> Notice:
    keep_portfolio(store, now)
    decide(store, now)
    (made,) = assemble(store, site, now).made
    with store.reading() as work:
        return work.notices.notice(NoticeId(made))


@pytest.fixture
def noted(now: datetime) -> Noted:
    return Noted("王小明", now)


@pytest.fixture
def filed(store: Store, exported: Notice, noted: Noted) -> Notice:
    return filing.note_filed(store, exported.id, noted, "TB-2026-1")


def later(noted: Noted, days: int) -> Noted:
    return replace(noted, now=noted.now + timedelta(days=days))


def kinds(store: Store, notice: Notice) -> list[EntryKind]:
    return [one.kind for one in filing.history(store, notice.id)]


def test_a_notice_is_found_by_id_and_by_slug(store: Store, exported: Notice) -> None:
    assert filing.find_notice(store, str(exported.id)) == exported
    assert filing.find_notice(store, exported.slug) == exported
    for name in ("nothing", "99", "9" * 40):
        with pytest.raises(NotFound):
            filing.find_notice(store, name)


def test_filing_keeps_the_ticket(store: Store, filed: Notice) -> None:
    (entry,) = filing.history(store, filed.id)
    assert filed.state is NoticeState.SUBMITTED
    assert entry.ticket == "TB-2026-1"
    assert entry.who == "王小明"


def test_it_is_filed_once(store: Store, filed: Notice, noted: Noted) -> None:
    with pytest.raises(IllegalTransition):
        filing.note_filed(store, filed.id, noted, "TB-2")
    assert kinds(store, filed) == [EntryKind.FILED]


def test_a_day_to_come_is_refused(store: Store, exported: Notice, noted: Noted) -> None:
    tomorrow = replace(noted, on=noted.now.date() + timedelta(days=1))
    with pytest.raises(InputError, match="still to come"):
        filing.note_filed(store, exported.id, tomorrow, None)


def test_a_refusal_takes_the_cause_that_its_words_suggest(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    text = "请提供未经编辑的原图"
    refused = filing.note_answer(store, filed.id, noted, removed=False, text=text)
    assert refused.state is NoticeState.REFUSED
    guide = filing.guidance(store, site, filed.id)
    assert guide.code == "original_asked"
    assert ExhibitKind.RAW_PHOTO in guide.wanted


def test_a_person_corrects_a_cause_and_both_lines_stay(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=False, text="未通过")
    assert filing.guidance(store, site, filed.id).code == "unclear"
    filing.correct_cause(store, filed.id, noted, "link_wrong")
    assert filing.guidance(store, site, filed.id).code == "link_wrong"
    assert kinds(store, filed).count(EntryKind.REFUSED) == 2


def test_a_removal_has_no_cause(store: Store, filed: Notice, noted: Noted) -> None:
    with pytest.raises(InputError, match="no cause"):
        filing.note_answer(store, filed.id, noted, removed=True, cause="link_wrong")
    done = filing.note_answer(store, filed.id, noted, removed=True)
    assert done.state is NoticeState.REMOVED


def test_a_mended_refusal_is_exported_anew_beside_the_first_bundle(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=False, cause="ownership_not_shown")
    first = Path(str(filed.bundle_path))
    before = first.read_bytes()
    with store.begin() as work:
        shots = an_exhibit(
            kind=ExhibitKind.RAW_PHOTO,
            sha256=digest("fox"),
            taken_in_at=noted.now + timedelta(days=1),
        )
        work.rights.keep_exhibit(shots)
    mending = later(noted, 2)
    moved = filing.refile(store, site, filed.id, mending, way=Way.REFILE, mended="附相机原始文件")
    assert moved.state is NoticeState.INCOMPLETE
    report = assemble(store, site, mending.now)
    assert report.made == (filed.id,)
    with store.reading() as work:
        again = work.notices.notice(filed.id)
    second = Path(str(again.bundle_path))
    assert again.state is NoticeState.EXPORTED
    assert again.slug == filed.slug
    assert second.stem == f"{filed.slug}-2"
    assert first.read_bytes() == before
    assert file_digest(second) == again.bundle_sha256
    assert verify_bundle(second) == ()
    with zipfile.ZipFile(io.BytesIO(second.read_bytes())) as bag:
        assert any("raw_photo-" in name for name in bag.namelist())
    filing.note_filed(store, filed.id, mending, "TB-2026-2")


def test_new_evidence_is_not_escalated(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=False, cause="ownership_not_shown")
    with store.begin() as work:
        work.rights.keep_exhibit(
            an_exhibit(sha256=digest("fox"), taken_in_at=noted.now + timedelta(days=1))
        )
    with pytest.raises(InputError, match="new evidence"):
        filing.refile(store, site, filed.id, noted, way=Way.ESCALATE, mended="x")
    assert filing.find_notice(store, filed.slug).state is NoticeState.REFUSED


def test_what_does_not_infringe_is_not_filed_again(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=False, cause="not_infringing")
    with pytest.raises(InputError, match="not filed again"):
        filing.refile(store, site, filed.id, noted, way=Way.REFILE, mended="x")


def test_filing_again_says_what_was_mended(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=False, cause="link_wrong")
    with pytest.raises(InputError, match="what was mended"):
        filing.refile(store, site, filed.id, noted, way=Way.REFILE, mended=" ")


def test_a_statement_after_the_removal_has_an_answer_ready(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=True)
    moved = filing.note_counter(store, filed.id, noted, text="图片是自己拍摄的原创")
    assert moved.state is NoticeState.COUNTERED
    code, counter = letters.ready_answer(store, filed.id)
    assert code == "own_work"
    written = letters.write_answer(store, site, filed.id, noted)
    text = (written.folder / "answer.zh.txt").read_text(encoding="utf-8")
    assert counter.answer.zh in text
    assert "TB-2026-1" in text
    assert store.blobs.read(written.files["answer.zh.pdf"])[:5] == b"%PDF-"
    assert kinds(store, filed)[-1] is EntryKind.REPLIED


def test_word_of_a_suit_is_written_after_a_statement_alone(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    brought = Brought(Act.SUED, "杭州互联网法院", date(2026, 11, 20))
    with pytest.raises(InputError):
        letters.write_court_word(store, site, filed.id, noted, brought)
    filing.note_counter(store, filed.id, noted)
    written = letters.write_court_word(store, site, filed.id, noted, brought)
    assert "杭州互联网法院" in (written.folder / "court.zh.txt").read_text(encoding="utf-8")


def test_a_wrong_notice_is_withdrawn_in_two_actions(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    with pytest.raises(InputError, match="withdrawing"):
        letters.finish_withdrawal(store, filed.id, noted)
    reason = WithdrawalReason.AUTHORISED_SELLER
    written = letters.prepare_withdrawal(store, site, filed.id, noted, reason)
    assert {one.suffix for one in written.folder.iterdir()} == {".txt", ".pdf", ".docx"}
    done = letters.finish_withdrawal(store, filed.id, later(noted, 1))
    assert done.state is NoticeState.WITHDRAWN
    assert kinds(store, filed)[-2:] == [EntryKind.WITHDRAWING, EntryKind.WITHDRAWN]
    with pytest.raises(IllegalTransition):
        letters.finish_withdrawal(store, filed.id, noted)


def test_a_notice_that_was_never_filed_is_dropped_without_a_letter(
    store: Store, site: Settings, exported: Notice, noted: Noted
) -> None:
    with pytest.raises(InputError, match="never filed"):
        letters.prepare_withdrawal(store, site, exported.id, noted, WithdrawalReason.OTHER)
    dropped = letters.finish_withdrawal(store, exported.id, noted)
    assert dropped.state is NoticeState.WITHDRAWN


def test_a_removed_notice_can_still_be_withdrawn(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=True)
    letters.prepare_withdrawal(store, site, filed.id, noted, WithdrawalReason.WRONG_LISTING)
    done = letters.finish_withdrawal(store, filed.id, noted)
    assert done.state is NoticeState.WITHDRAWN


def test_the_same_letter_is_written_with_the_same_bytes(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    first = letters.write_preservation(store, site, filed.id, noted)
    assert letters.write_preservation(store, site, filed.id, noted) == first


def test_an_approved_right_s_number_goes_into_the_next_complaint(
    store: Store, site: Settings, now: datetime, noted: Noted
) -> None:
    keep_portfolio(store, now)
    filing.approve_right(store, site, ("alibaba_taotian", a_work().slug), "IPR-77", noted)
    decide(store, now)
    (made,) = assemble(store, site, now).made
    with store.reading() as work:
        path = Path(str(work.notices.notice(NoticeId(made)).bundle_path))
    with zipfile.ZipFile(path) as bag:
        assert bag.read(f"{path.stem}/data/filing/02-right_ref.txt") == b"IPR-77\n"
    assert list((path.parent / "rights").glob("rights-alibaba_taotian-work-fox-*.zip"))


def test_an_approved_right_needs_a_channel_and_a_reference(
    store: Store, site: Settings, now: datetime, noted: Noted
) -> None:
    keep_portfolio(store, now)
    with pytest.raises(InputError, match="no rule pack"):
        filing.approve_right(store, site, ("nowhere", a_work().slug), "1", noted)
    with pytest.raises(InputError, match="reference"):
        filing.approve_right(store, site, ("jd", a_work().slug), " ", noted)


def test_everything_after_filing_is_in_the_audit_log(
    store: Store, site: Settings, filed: Notice, noted: Noted
) -> None:
    filing.note_answer(store, filed.id, noted, removed=False, cause="link_wrong")
    with store.reading() as work:
        kept = {one.kind for one in work.audit.events(f"notice {filed.slug}")}
    assert {"filed", "refused"} <= kept


def test_the_commands_lead_from_filing_to_a_letter(
    store: Store, site: Settings, exported: Notice, now: datetime, tmp_path: Path
) -> None:
    environment = {
        "JIANZHEN_HOME": str(tmp_path / "home"),
        "JIANZHEN_DATABASE__URL": store.engine.url.render_as_string(hide_password=False),
        "JIANZHEN_CRAWL__PROFILE_FOLDERS": f'["{tmp_path}/profiles"]',
        "JIANZHEN_REVIEW__LANGUAGE": "en",
        "JIANZHEN_REVIEW__ANALYST": "王小明",
    }

    def run(*words: str) -> Result:
        session = Session(clock=lambda: now)
        return CliRunner().invoke(app, ["notices", *words], obj=session, env=environment)

    assert run("filed", exported.slug, "--ticket", "TB-9").exit_code == 0
    refused = run("answer", exported.slug, "refused", "--text", "请提供原图 <b>\u202e")
    assert "original_asked" in refused.output
    assert "raw photograph" in refused.output
    assert run("refile", exported.slug).exit_code == 2
    assert run("refile", exported.slug, "--mended", "added the raw file").exit_code == 0
    assert run("withdraw", exported.slug).exit_code == 2
    told = run("history", exported.slug, "--json").output
    assert [one["kind"] for one in json.loads(told)] == ["filed", "refused", "refiled"]
    assert run("guide", "no-such-notice").exit_code == 2
    assert run("right", "nowhere", "work-fox", "--reference", "1").exit_code == 2
