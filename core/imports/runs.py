"""An import from the file's arrival to its members: what a person asks for. The work is the worker's (`core.imports.work`)."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from core.events import audience
from core.events.record import record
from core.imports import files, headings, values
from core.models import Import, ImportFile, User
from core.refusals import Conflict, Refused
from core.transfer_events import ImportMoved

SAMPLE_LINES = 5
LOOKED_AT = 2_000
WAITS = "import_waits"
# Somebody who looks at what is wrong with a file comes back within days.
LEFT_AFTER = timedelta(days=7)
LEFT_AT_ONCE = 20
AT_REST = (Import.State.UPLOADED, Import.State.CHECKED)


@transaction.atomic
def upload(*, name: str, content: bytes, by: User) -> Import:
    """Keeps the file and proposes what its columns are. Raises `files.Unreadable` for what is no table."""
    table = files.table(content)
    mapping = headings.suggest(table.headings)
    looked_at: list[list[files.Cell]] = []
    total = 0
    for _number, cells in table.lines():
        total += 1
        if len(looked_at) < LOOKED_AT:
            looked_at.append(cells)
        elif content.startswith(b"PK"):
            break  # a workbook takes long to read: its lines are counted when it is checked
    if not total:
        raise files.Unreadable("There are headings and no line below them.", code="empty")
    dates = [index for index, field in enumerate(mapping) if field in ("birth_date", "joined_on")]
    order = values.date_order(cells[index] for cells in looked_at for index in dates if index < len(cells))
    run = Import.objects.create(
        created_by=by,
        file_name=_printable(name) or "members.csv",
        headings=table.headings,
        sample=[[_printable(str(cell))[:100] for cell in cells] for cells in looked_at[:SAMPLE_LINES]],
        mapping=mapping,
        source=headings.source(table.headings),
        total=total,
        **({"date_order": order} if order else {}),
    )
    ImportFile.objects.create(run=run, content=content)
    tell(run, by=by)
    return run


@transaction.atomic
def choose(*, run: Import, by: User, mapping: Sequence[str | None] | None = None, date_order: str | None = None) -> Import:
    """Says what the columns are. What was found before no longer holds. Raises Conflict while it is being worked on."""
    run = _hold(run, AT_REST)
    if mapping is not None:
        _refuse_odd_mapping(run, mapping)
        run.mapping = list(mapping)
    if date_order is not None:
        run.date_order = date_order
    run.state, run.failure = Import.State.UPLOADED, ""
    run.done = run.accepted = run.refused = 0
    run.problems.all().delete()
    _save(run, by=by)
    return run


@transaction.atomic
def check(*, run: Import, by: User) -> Import:
    """Asks for a dry run: every line is read and nothing is written but what is wrong with it."""
    run = _hold(run, AT_REST)
    _refuse_odd_mapping(run, run.mapping)
    return _ask(run, Import.State.CHECKING, by=by)


@transaction.atomic
def start(*, run: Import, by: User) -> Import:
    """Asks for the members to be made: all, or none. Raises Conflict unless a dry run found nothing wrong."""
    run = _hold(run, AT_REST)
    if run.state != Import.State.CHECKED or run.refused or not run.accepted:
        raise Conflict("Only what was checked and has no refused line is imported.", code="not_clean", field="state")
    return _ask(run, Import.State.IMPORTING, by=by)


@transaction.atomic
def discard(*, run: Import) -> None:
    """Forgets the import and its file; members that it made stay. Raises Conflict while it is being worked on."""
    _hold(run, (*AT_REST, Import.State.DONE, Import.State.FAILED)).delete()


@transaction.atomic
def forget_left() -> int:
    """Gives up imports that nobody went on with: their files would be people's data in a second place. Returns how many."""
    left = Import.objects.filter(state__in=AT_REST, created_at__lte=timezone.now() - LEFT_AFTER).order_by("created_at")
    runs = list(left.select_for_update(of=("self",), skip_locked=True)[:LEFT_AT_ONCE])
    for run in runs:
        ImportFile.objects.filter(run=run).delete()
        run.problems.all().delete()
        run.state, run.failure, run.sample, run.finished_at = Import.State.FAILED, "left", [], timezone.now()
        run.version += 1
        run.save()
        tell(run)
    return len(runs)


def tell(run: Import, *, by: User | None = None) -> None:
    """Records where it stands, for the one who asked for it."""
    record(
        ImportMoved(
            id=run.pk,
            version=run.version,
            state=str(run.state),
            failure=run.failure,
            total=run.total,
            done=run.done,
            accepted=run.accepted,
            refused=run.refused,
            created=run.created,
        ),
        subject=f"import/{run.pk}",
        audience=[audience.user(run.created_by_id)] if run.created_by_id else audience.NOBODY,
        actor=by.pk if by else run.created_by_id,
    )


def _ask(run: Import, state: Import.State, *, by: User) -> Import:
    run.state, run.failure, run.done = state, "", 0
    _save(run, by=by)
    with connection.cursor() as cursor:
        cursor.execute(f'NOTIFY "{WAITS}"')  # reaches the worker when this commits
    return run


def _save(run: Import, *, by: User) -> None:
    run.version += 1
    run.save()
    tell(run, by=by)


def _hold(run: Import, states: Sequence[Import.State]) -> Import:
    held = Import.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state not in states:
        raise Conflict("The import is past that, or being worked on.", code="wrong_state", field="state")
    return held


def _refuse_odd_mapping(run: Import, mapping: Sequence[str | None]) -> None:
    chosen = [field for field in mapping if field]
    if len(mapping) != len(run.headings):
        raise Refused("One field, or none, for each heading.", code="invalid", field="mapping")
    if unknown := set(chosen) - set(headings.FIELDS):
        raise Refused(f"There is no field {min(unknown)}.", code="unknown_field", field="mapping")
    if len(chosen) != len(set(chosen)):
        raise Refused("Two columns can't be the same field.", code="repeated", field="mapping")
    has_name = "full_name" in chosen or {"first_name", "last_name"} <= set(chosen)
    if not has_name or "email" not in chosen:
        raise Refused("A name and an email address are needed.", code="incomplete", field="mapping")


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:200]
