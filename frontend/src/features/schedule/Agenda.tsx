import { Button, Skeleton, Stack, Title } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSteadyRows } from '../../components/useSteadyRows';
import { useDates } from '../../i18n/dates';
import { useFreshSubjects } from '../../realtime/freshness';
import type { SessionRow } from './api';
import classes from './Schedule.module.css';
import { SessionCard } from './SessionCard';

interface AgendaProps {
  sessions: SessionRow[];
  /** What was asked for: sessions of another question replace these at once. */
  question: string;
}

/** Day after day, each class a row; what others change doesn't move what is pointed at. */
export function Agenda({ sessions, question }: AgendaProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const [pointed, setPointed] = useState(false);
  const { steadyRows = [], isBehind } = useSteadyRows(sessions, question, pointed);
  const fresh = useFreshSubjects(steadyRows.map(({ id }) => `session/${id}`));
  const dayOf = ({ starts_at }: SessionRow) => dates.dayOf(starts_at);
  return (
    <div
      className={classes.agenda}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
    >
      {isBehind && (
        <Button className={classes.behind} size="compact-sm" onClick={() => setPointed(false)}>
          {t('list.behind')}
        </Button>
      )}
      {[...new Set(steadyRows.map(dayOf))].map((day) => (
        <Day key={day} title={dates.longDay(day)}>
          {steadyRows
            .filter((row) => dayOf(row) === day)
            .map((session) => (
              <SessionCard key={session.id} session={session} isFresh={`session/${session.id}` in fresh} />
            ))}
        </Day>
      ))}
    </div>
  );
}

function Day({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title id={id} order={3} size="h5" className={classes.day}>
        {title}
      </Title>
      <ul className={classes.cards}>{children}</ul>
    </section>
  );
}

export function AgendaSkeleton() {
  return (
    <Stack gap="sm" aria-busy>
      <Skeleton h={18} w={180} />
      {Array.from({ length: 6 }, (_, at) => (
        <Skeleton key={at} h={76} radius="lg" />
      ))}
    </Stack>
  );
}
