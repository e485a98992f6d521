import { Anchor, Badge, Button, Group, Skeleton, Text } from '@mantine/core';
import { DoorOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CheckIn } from '../../api/shapes';
import { PAGE_SIZE } from '../../api/api';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { today, useDates } from '../../i18n/dates';
import { useFreshSubjects } from '../../realtime/freshness';
import { useCan } from '../../session/useMe';
import { useListCheckInsQuery, useUndoCheckInMutation } from './api';
import classes from './CheckIn.module.css';

/** Who came in today, the latest first, as it happens. */
export function Arrivals() {
  const { t } = useTranslation();
  const dates = useDates();
  const { page, goToPage } = useListQuestion();
  const { data, error, refetch } = useListCheckInsQuery({ page, day: today(dates.timeZone) });
  const fresh = useFreshSubjects(data?.results.map(({ id }) => `check_in/${id}`) ?? []);
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={240} radius="lg" aria-busy />;
  if (data.count === 0) {
    return <Notice icon={DoorOpen} title={t('checkin.emptyTitle')} text={t('checkin.emptyText')} />;
  }
  return (
    <>
      <ul className={classes.arrivals}>
        {data.results.map((row) => (
          <li key={row.id} data-fresh={`check_in/${row.id}` in fresh || undefined}>
            <Text fw={600} className={classes.time}>
              {dates.time(row.at)}
            </Text>
            <div className={classes.words}>
              <Anchor component={Link} to={`/members/${row.customer}`} c="inherit" fw={550}>
                {row.customer_name}
              </Anchor>
              <Text size="sm" c="var(--quiet)">
                {row.plan_name ?? t('checkin.noPlan')}
              </Text>
            </div>
            <Marks row={row} />
          </li>
        ))}
      </ul>
      <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />
    </>
  );
}

function Marks({ row }: { row: CheckIn }) {
  const { t } = useTranslation();
  const [undo, { isLoading }] = useUndoCheckInMutation();
  const mayUndo = useCan('core.change_checkin');
  if (row.undone_at) return <Badge color="gray">{t('checkin.takenBack')}</Badge>;
  return (
    <Group gap="xs" wrap="nowrap">
      {row.anyway && <Badge color="ember">{t('checkin.letIn')}</Badge>}
      {mayUndo && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={isLoading}
          aria-label={t('checkin.undoOf', { name: row.customer_name })}
          onClick={() => void undo(row.id)}
        >
          {t('checkin.undo')}
        </Button>
      )}
    </Group>
  );
}
