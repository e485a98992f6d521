import { Anchor, Badge, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNow } from '../../components/useNow';
import { useDates } from '../../i18n/dates';
import { RowList } from './RowList';
import type { Card, ReminderRow } from './shapes';
import classes from './Today.module.css';
import { TodayCard } from './TodayCard';

const SHOWN = 20;
const SHOWN_OF_EACH = 5;

/** What is to be done today and what should have been. */
export function TasksCard({ card }: { card: Card['tasks'] }) {
  const { t } = useTranslation();
  const dates = useDates();
  const now = useNow();
  return (
    <TodayCard title={t('today.tasks')} count={card.count} to="/tasks">
      <RowList
        label={t('today.tasks')}
        rows={card.rows.slice(0, SHOWN)}
        subject={({ id }) => `task/${id}`}
        empty={t('today.noTasks')}
        render={(row) => {
          const isLate = Date.parse(row.due_at) < now;
          return (
            <>
              <div className={classes.words}>
                <Anchor component={Link} to={`/tasks/${row.id}`} c="inherit" fw={550}>
                  {row.title}
                </Anchor>
                <Text size="sm" c="var(--quiet)">
                  {[row.assignee_name ?? t(`role.${row.role}`), row.customer_name]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
                <Group gap={6}>
                  {row.priority === 3 && <Badge color="ember">{t('today.urgent')}</Badge>}
                  <Badge color={isLate ? 'red' : 'gray'}>
                    {isLate ? t('today.late', { at: dates.moment(row.due_at) }) : dates.time(row.due_at)}
                  </Badge>
                </Group>
              </div>
            </>
          );
        }}
      />
    </TodayCard>
  );
}

/** What goes out by itself: what is next, what went, and what didn't. */
export function RemindersCard({ card }: { card: Card['reminders'] }) {
  const { t } = useTranslation();
  return (
    <TodayCard title={t('today.reminders')} to="/reminders">
      {(['failed', 'planned', 'sent'] as const).map((name) => (
        <div key={name} className={classes.group}>
          <Title order={3} size="h6">
            {t(`today.reminder.${name}`, { count: card[name].count })}
          </Title>
          {card[name].count > 0 && (
            <RowList
              label={t(`today.reminder.${name}`, { count: card[name].count })}
              rows={card[name].rows.slice(0, SHOWN_OF_EACH)}
              subject={({ id }) => `reminder/${id}`}
              empty=""
              render={(row) => <ReminderLine row={row} />}
            />
          )}
        </div>
      ))}
    </TodayCard>
  );
}

function ReminderLine({ row }: { row: ReminderRow }) {
  const { t } = useTranslation();
  const dates = useDates();
  return (
    <>
      <Text className={classes.time}>{dates.time(row.due_at)}</Text>
      <div className={classes.words}>
        <Anchor component={Link} to={`/members/${row.customer}/reminders`} c="inherit">
          {row.customer_name}
        </Anchor>
        <Text size="sm" c="var(--quiet)">
          {t(`reminder.kind.${row.kind}`)}
          {row.detail && ` · ${row.detail}`}
        </Text>
      </div>
      {row.state === 'due' && <Badge color="yellow">{t('reminder.state.due')}</Badge>}
    </>
  );
}
