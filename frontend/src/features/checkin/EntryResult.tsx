import { Badge, Button, Group, Text, Title } from '@mantine/core';
import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EntryAnswer } from '../../api/shapes';
import { Standing } from '../../components/Standing';
import { confirmDone } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import { fullName } from '../../i18n/fullName';
import { useListCheckInsQuery, useUndoCheckInMutation } from './api';
import classes from './CheckIn.module.css';
import { VisitorPortrait } from './VisitorPortrait';

const icons = { yes: CircleCheck, careful: CircleAlert, no: CircleX };

/** Whether the person may enter, to be read from two metres away, and what the desk can do about it. */
export function EntryResult({ answer, onAnyway }: { answer: EntryAnswer; onAnyway: () => void }) {
  const { t } = useTranslation();
  const dates = useDates();
  const [undo, { data: undone, isLoading }] = useUndoCheckInMutation();
  const { customer, check_in: row, reason, day, warnings, membership, repeated } = answer;
  const { data: visits } = useListCheckInsQuery({
    page: 1,
    page_size: 5,
    customer: customer.id,
    undone: false,
  });
  const name = fullName(customer);
  const careful = repeated || warnings.length > 0 || Boolean(row?.anyway);
  const kind = !row || undone ? 'no' : careful ? 'careful' : 'yes';
  const Icon = icons[kind];
  const takeBack = async () => {
    if (!row) return;
    const { data } = await undo(row.id);
    if (data) confirmDone(t('checkin.undone', { name }));
  };
  return (
    <section className={classes.result} data-kind={kind} aria-label={name}>
      <Group wrap="nowrap" align="flex-start" gap="lg">
        <VisitorPortrait id={customer.id} name={name} />
        <div className={classes.words}>
          <Group gap="xs" className={classes.verdict}>
            <Icon size={28} aria-hidden />
            <Text fw={700} size="xl">
              {undone
                ? t('checkin.takenBack')
                : row
                  ? t(repeated ? 'checkin.already' : 'checkin.yes', { time: dates.time(row.at) })
                  : t('checkin.no')}
            </Text>
          </Group>
          <Group gap="sm" align="baseline">
            <Title order={2} size="h2">
              <Link to={`/members/${customer.id}`}>{name}</Link>
            </Title>
            <Standing status={customer.status} />
          </Group>
          {reason && (
            <Text fw={600}>{t(`checkin.reason.${reason}`, { day: day ? dates.date(day) : '' })}</Text>
          )}
          {membership && (
            <Text>
              {membership.plan_name}
              {membership.ends_on && ` · ${t('checkin.until', { day: dates.date(membership.ends_on) })}`}
              {membership.visits_left !== null &&
                ` · ${t('checkin.visitsLeft', { left: membership.visits_left })}`}
            </Text>
          )}
          <Group gap="xs" mt="xs">
            {warnings.map((warning) => (
              <Badge key={warning} color="ember" size="lg">
                {t(`checkin.warning.${warning}`)}
              </Badge>
            ))}
          </Group>
          {visits && visits.results.length > 0 && (
            <Text size="sm" mt="xs">
              {t('checkin.lastVisits', {
                visits: visits.results.map(({ at }) => dates.moment(at)).join(' · '),
              })}
            </Text>
          )}
          <Group mt="md">
            {row && !undone && (
              <Button variant="default" loading={isLoading} onClick={() => void takeBack()}>
                {t('checkin.undo')}
              </Button>
            )}
            {!row && (
              <Button variant="default" onClick={onAnyway}>
                {t('checkin.anyway')}
              </Button>
            )}
          </Group>
        </div>
      </Group>
    </section>
  );
}
