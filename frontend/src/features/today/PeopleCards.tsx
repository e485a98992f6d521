import { Anchor, Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Portrait } from '../../components/Person';
import { useDates } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import { useOthersPresent } from '../../realtime/presence';
import { RowList } from './RowList';
import type { Card, EndingRow } from './shapes';
import classes from './Today.module.css';
import { TodayCard } from './TodayCard';

const SHOWN = 20;
type Warning = 'ends_soon' | 'few_visits_left' | 'unpaid' | 'birthday';

/** Who comes in, with what the desk was told of them. */
export function ArrivalsCard({ card }: { card: Card['arrivals'] }) {
  const { t } = useTranslation();
  const dates = useDates();
  return (
    <TodayCard title={t('today.arrivals')} count={card.count} to="/check-in">
      <RowList
        label={t('today.arrivals')}
        rows={card.rows.slice(0, SHOWN)}
        subject={({ id }) => `check_in/${id}`}
        empty={t('today.noArrivals')}
        render={(row) => (
          <>
            <Portrait name={row.customer_name} picture={row.picture} />
            <div className={classes.words}>
              <Anchor component={Link} to={`/members/${row.customer}`} c="inherit" fw={550}>
                {row.customer_name}
              </Anchor>
              <Text size="sm" c="var(--quiet)">
                {row.plan_name ?? t('today.noPlan')}
              </Text>
              <Group gap={6}>
                {row.anyway && <Badge color="red">{t('checkin.letIn')}</Badge>}
                {row.warnings.map((warning) => (
                  <Badge key={warning} color={warning === 'birthday' ? 'pine' : 'ember'}>
                    {t(`checkin.warning.${warning as Warning}`)}
                  </Badge>
                ))}
              </Group>
            </div>
            <Text className={classes.time}>{dates.time(row.at)}</Text>
          </>
        )}
      />
    </TodayCard>
  );
}

/** Whose membership ends within the week, and what can be done about it. */
export function EndingCard({
  card,
  actions,
}: {
  card: Card['ending'];
  actions: (row: EndingRow) => ReactNode;
}) {
  const { t } = useTranslation();
  const dates = useDates();
  return (
    <TodayCard title={t('today.ending')} count={card.count} to="/members?ending_within=6">
      <RowList
        label={t('today.ending')}
        rows={card.rows.slice(0, SHOWN)}
        subject={({ id }) => `membership/${id}`}
        empty={t('today.noneEnding')}
        render={(row) => (
          <>
            <span className={classes.stripe} style={{ background: row.colour }} aria-hidden />
            <div className={classes.words}>
              <Anchor component={Link} to={`/members/${row.customer}/memberships`} c="inherit" fw={550}>
                {row.customer_name}
              </Anchor>
              <Text size="sm" c="var(--quiet)">
                {row.plan_name} · {t('checkin.until', { day: row.ends_on && dates.date(row.ends_on) })}
              </Text>
            </div>
            {actions(row)}
          </>
        )}
      />
    </TodayCard>
  );
}

/** Who of the staff is at work on a screen; one is told oneself too. */
export function OnlineCard() {
  const { t } = useTranslation();
  const me = useMe();
  const { people, more } = useOthersPresent('staff');
  const maySee = me.permissions.includes('core.view_user');
  return (
    <TodayCard
      strip
      title={t('presence.online')}
      count={people.length + more + 1}
      to={maySee ? '/settings/staff' : undefined}
    >
      <RowList
        label={t('presence.online')}
        rows={[{ id: me.id, name: me.display_name || me.email }, ...people]}
        subject={({ id }) => `user/${id}`}
        empty=""
        render={({ id, name }) => (
          <>
            <Portrait name={name} picture={id === me.id ? me.picture : null} />
            <div className={classes.words}>
              <Text fw={550}>{name}</Text>
              {id === me.id && (
                <Text size="sm" c="var(--quiet)">
                  {t('today.you')}
                </Text>
              )}
            </div>
          </>
        )}
      />
      {more > 0 && <Text size="sm">{t('presence.more', { more })}</Text>}
    </TodayCard>
  );
}
