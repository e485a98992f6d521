import { Anchor, Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNow } from '../../components/useNow';
import { useDates } from '../../i18n/dates';
import { RowList } from './RowList';
import type { Card, OneToOne, SessionRow } from './shapes';
import classes from './Today.module.css';
import { TodayCard } from './TodayCard';

/** Classes that are on or still to come, and, when there is none, those that were. */
export function ClassesCard({ card }: { card: Card['classes'] }) {
  const { t } = useTranslation();
  const now = useNow();
  const ahead = card.rows.filter(({ ends_at }) => Date.parse(ends_at) > now);
  const next = ahead.find(({ starts_at, state }) => Date.parse(starts_at) > now && state === 'planned')?.id;
  return (
    <TodayCard title={t('today.classes')} count={card.count} to="/schedule?view=day">
      <RowList
        label={t('today.classes')}
        rows={ahead}
        subject={({ id }) => `session/${id}`}
        empty={card.rows.length > 0 ? t('today.classesOver') : t('today.noClasses')}
        render={(row) => (
          <ClassRow row={row} isOn={Date.parse(row.starts_at) <= now} isNext={row.id === next} />
        )}
      />
    </TodayCard>
  );
}

function ClassRow({ row, isOn, isNext }: { row: SessionRow; isOn: boolean; isNext: boolean }) {
  const { t } = useTranslation();
  const dates = useDates();
  const isCancelled = row.state === 'cancelled';
  return (
    <>
      <Text className={classes.time}>{dates.time(row.starts_at)}</Text>
      <span className={classes.stripe} style={{ background: row.colour }} aria-hidden />
      <div className={classes.words}>
        <Anchor component={Link} to={`/schedule/${row.id}`} c="inherit" fw={550}>
          {row.service_name}
        </Anchor>{' '}
        {isCancelled && <Badge color="red">{t('schedule.state.cancelled')}</Badge>}
        {!isCancelled && isOn && <Badge color="pine">{t('today.now')}</Badge>}
        {!isCancelled && isNext && <Badge color="ember">{t('today.next')}</Badge>}
        <Text size="sm" c="var(--quiet)">
          {[row.trainer_name, row.room_name].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <div className={classes.seats}>
        <span data-full={row.booked >= row.capacity || undefined} aria-hidden>
          <span style={{ width: `${Math.min(100, (row.booked / row.capacity) * 100)}%` }} />
        </span>
        <Text size="sm">{t('today.seats', { booked: row.booked, capacity: row.capacity })}</Text>
        {row.waiting > 0 && (
          <Text size="xs" c="var(--quiet)">
            {t('schedule.waiting', { waiting: row.waiting })}
          </Text>
        )}
      </div>
    </>
  );
}

const marks: Partial<Record<OneToOne['state'], string>> = {
  attended: 'pine',
  no_show: 'red',
  confirmed: 'gray',
};

/** One-to-ones that are still to come or were just now. */
export function OneToOnesCard({ card }: { card: Card['one_to_ones'] }) {
  const { t } = useTranslation();
  const dates = useDates();
  const now = useNow();
  const ahead = card.rows.filter(({ ends_at }) => Date.parse(ends_at) > now);
  return (
    <TodayCard title={t('today.oneToOnes')} count={card.count} to="/appointments">
      <RowList
        label={t('today.oneToOnes')}
        rows={ahead}
        subject={({ id }) => `appointment/${id}`}
        empty={card.rows.length > 0 ? t('today.oneToOnesOver') : t('today.noOneToOnes')}
        render={(row) => (
          <>
            <Text className={classes.time}>{dates.time(row.starts_at)}</Text>
            <div className={classes.words}>
              <Anchor component={Link} to={`/appointments/${row.id}`} c="inherit" fw={550}>
                {row.customer_name}
              </Anchor>
              <Text size="sm" c="var(--quiet)">
                {[row.service_name, row.trainer_name].filter(Boolean).join(' · ')}
              </Text>
            </div>
            <Mark state={row.state} />
          </>
        )}
      />
    </TodayCard>
  );
}

function Mark({ state }: Pick<OneToOne, 'state'>) {
  const { t } = useTranslation();
  const color = marks[state];
  return color ? <Badge color={color}>{t(`appointment.state.${state}`)}</Badge> : null;
}
