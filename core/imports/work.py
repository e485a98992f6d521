"""The work of an import, done by the worker process.

It is a process of its own (`manage.py worker`): reading fifty thousand lines keeps a processor busy for half a minute, and a web
server or the relay would make everybody wait for it. What is to be done, and the file, stand in PostgreSQL; the members are made
in one transaction. So a worker may die at any moment: the next one begins that import anew, and nothing was half done.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from core.events import audience
from core.events.record import record
from core.imports import files
from core.imports.lines import Draft, Reader, refuse_taken
from core.imports.runs import LEFT_AT_ONCE, WAITS, forget_left, tell
from core.models import Consent, Customer, Import, ImportFile, ImportProblem, Tag
from core.transfer_events import CustomersImported

CHUNK = 1_000
TELL_EVERY = 0.5
KEEP_PROBLEMS = 20_000
WORK = (Import.State.CHECKING, Import.State.IMPORTING)


class Importer:
    """A worker of `core.events.relay.run`: one import at a time in the whole system."""

    name = "importer"
    channel = WAITS
    idle_seconds = 5.0
    alone = True

    def step(self) -> bool:
        run = Import.objects.filter(state__in=WORK).order_by("id").first()
        if run:
            do(run)
        return run is not None or forget_left() == LEFT_AT_ONCE


class _Changed(Exception):
    """Between the dry run and now, something came that the file collides with."""


class _Progress:
    """Says how far it is, on a connection of its own: the transaction of the work commits only at its end."""

    def __init__(self, run: Import) -> None:
        self.run = run
        self.told = time.monotonic()
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="progress")

    def __call__(self, done: int) -> None:
        if time.monotonic() - self.told >= TELL_EVERY:
            self.told = time.monotonic()
            self.pool.submit(self._tell, done).result()

    @transaction.atomic
    def _tell(self, done: int) -> None:
        Import.objects.filter(pk=self.run.pk).update(done=done, total=_at_least(self.run, done), version=F("version") + 1)
        tell(Import.objects.get(pk=self.run.pk))

    def close(self) -> None:
        self.pool.submit(connection.close)
        self.pool.shutdown()


def _at_least(run: Import, done: int) -> int:
    return max(run.total, done)


def do(run: Import) -> None:
    """Checks or imports it, whichever it waits for, to the end."""
    content = bytes(ImportFile.objects.get(run=run).content)
    progress = _Progress(run)
    try:
        if run.state == Import.State.CHECKING:
            _check(run, content, progress)
        else:
            _import(run, content, progress)
    except files.Unreadable as error:
        _settle(run, Import.State.FAILED, failure=error.code)
    finally:
        progress.close()


def _drafts(run: Import, content: bytes, progress: _Progress) -> Iterator[list[Draft]]:
    reader = Reader(run.mapping, run.date_order).read(files.table(content).lines())
    done = 0
    while drafts := list(islice(reader, CHUNK)):
        refuse_taken(drafts)
        yield drafts
        done += len(drafts)
        progress(done)


def _check(run: Import, content: bytes, progress: _Progress) -> None:
    lines = refused = 0
    problems: list[ImportProblem] = []
    for drafts in _drafts(run, content, progress):
        lines += len(drafts)
        refused += sum(bool(draft.problems) for draft in drafts)
        problems += [problem for draft in drafts for problem in draft.problems][: KEEP_PROBLEMS - len(problems)]
    _settle(run, Import.State.CHECKED, lines=lines, refused=refused, problems=problems)


def _import(run: Import, content: bytes, progress: _Progress) -> None:
    try:
        with transaction.atomic():
            tags = {tag.name.casefold(): tag for tag in Tag.objects.all()}
            created = 0
            for drafts in _drafts(run, content, progress):
                if any(draft.problems for draft in drafts):
                    raise _Changed
                _write(drafts, tags)
                created += len(drafts)
            _numbers_go_on()
            record(CustomersImported(id=run.pk, count=created), subject=f"import/{run.pk}", audience=[audience.STAFF],
                   actor=run.created_by_id)  # fmt: skip
            _settle(run, Import.State.DONE, lines=created, created=created)
    except (_Changed, IntegrityError):
        # Nothing was written. A dry run says which lines collide now.
        _settle(run, Import.State.CHECKING, failure="changed_meanwhile")


def _write(drafts: Sequence[Draft], tags: dict[str, Tag]) -> None:
    customers = Customer.objects.bulk_create([draft.customer for draft in drafts])
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(customer=draft.customer, kind=kind, given_at=now, given_source=Consent.Source.IMPORT)
        for draft in drafts
        for kind in draft.consents
    )
    named = {name.casefold(): name for draft in drafts for name in draft.tags}
    for folded, name in named.items():
        if folded not in tags:
            tags[folded] = Tag.objects.create(name=name)
    marks = Customer.tags.through
    marks.objects.bulk_create(
        marks(customer_id=customer.pk, tag_id=tags[name.casefold()].pk)
        for customer, draft in zip(customers, drafts, strict=True)
        for name in draft.tags
    )


def _numbers_go_on() -> None:
    """The next member number comes after those that the file brought."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('core_member_number', highest) FROM"
            " (SELECT max(member_number) AS highest FROM core_customer) AS given,"
            " (SELECT last_value FROM core_member_number) AS sequence WHERE highest > last_value"
        )


@transaction.atomic
def _settle(
    run: Import,
    state: Import.State,
    *,
    failure: str = "",
    lines: int = 0,
    refused: int = 0,
    created: int = 0,
    problems: Sequence[ImportProblem] = (),
) -> None:
    run = Import.objects.select_for_update(of=("self",)).get(pk=run.pk)
    was_changed = run.failure == "changed_meanwhile" and state == Import.State.CHECKED
    run.state, run.failure, run.refused, run.created = (
        state,
        failure or ("changed_meanwhile" if was_changed else ""),
        refused,
        created,
    )
    run.done = run.total = lines or run.total
    run.accepted = lines - refused
    run.version += 1
    run.problems.all().delete()
    ImportProblem.objects.bulk_create((_of(problem, run) for problem in problems), batch_size=2_000)
    if state in (Import.State.DONE, Import.State.FAILED):
        # What the file held is members now, or of no use: kept longer it would only be a second copy of people's data.
        run.finished_at, run.sample = timezone.now(), []
        ImportFile.objects.filter(run=run).delete()
    run.save()
    tell(run)


def _of(problem: ImportProblem, run: Import) -> ImportProblem:
    problem.run = run
    return problem
