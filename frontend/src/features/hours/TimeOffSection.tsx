import { Button, Group, Pagination, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { TimeOff, WorkingHours } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { useListTimeOffQuery, useWithdrawTimeOffMutation } from './api';
import { EnterTimeOff } from './EnterTimeOff';
import classes from './Hours.module.css';
import { useTimeOffWords } from './useTimeOffWords';

/** When somebody isn't there in the time ahead, whatever their hours say. */
export function TimeOffSection({ hours, mayChange }: { hours: WorkingHours; mayChange: boolean }) {
  const { t } = useTranslation();
  const [from] = useState(() => new Date().toISOString());
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useListTimeOffQuery({ trainer: hours.trainer, from, page });
  const [isEntering, setEntering] = useState(false);
  const [changing, setChanging] = useState<TimeOff | null>(null);
  const [leaving, setLeaving] = useState<TimeOff | null>(null);
  const when = useTimeOffWords();
  const pages = Math.ceil((data?.count ?? 0) / PAGE_SIZE);
  return (
    <section aria-label={t('timeOff.title')}>
      <Title order={3} size="h5" mb="sm">
        {t('timeOff.title')}
      </Title>
      <Stack gap="sm">
        {error && !data ? (
          <RequestFailed error={error} onRetry={refetch} />
        ) : !data ? (
          <Skeleton h={44} aria-busy />
        ) : data.count === 0 ? (
          <Text c="var(--quiet)">{t('timeOff.none')}</Text>
        ) : (
          <ul className={classes.off}>
            {data.results.map((one) => (
              <li key={one.id}>
                <div>
                  <Text>{when(one)}</Text>
                  {one.note && (
                    <Text size="sm" c="var(--quiet)">
                      {one.note}
                    </Text>
                  )}
                </div>
                {mayChange && (
                  <Group gap="xs" wrap="nowrap">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('timeOff.changeOf', { when: when(one) })}
                      onClick={() => setChanging(one)}
                    >
                      {t('timeOff.change')}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('timeOff.withdrawOf', { when: when(one) })}
                      onClick={() => setLeaving(one)}
                    >
                      {t('timeOff.withdraw')}
                    </Button>
                  </Group>
                )}
              </li>
            ))}
          </ul>
        )}
        {pages > 1 && (
          <Pagination
            aria-label={t('list.pages')}
            total={pages}
            value={page}
            onChange={setPage}
            size="sm"
            getItemProps={(number) => ({ 'aria-label': t('list.page', { page: number }) })}
            getControlProps={(control) =>
              control === 'previous' || control === 'next' ? { 'aria-label': t(`list.${control}`) } : {}
            }
          />
        )}
        {mayChange && (
          <Button variant="light" style={{ alignSelf: 'flex-start' }} onClick={() => setEntering(true)}>
            {t('timeOff.add')}
          </Button>
        )}
      </Stack>
      {isEntering && <EnterTimeOff hours={hours} onClose={() => setEntering(false)} />}
      {changing && <EnterTimeOff hours={hours} timeOff={changing} onClose={() => setChanging(null)} />}
      {leaving && <Withdraw timeOff={leaving} when={when(leaving)} onClose={() => setLeaving(null)} />}
    </section>
  );
}

interface WithdrawProps {
  timeOff: TimeOff;
  when: string;
  onClose: () => void;
}

function Withdraw({ timeOff, when, onClose }: WithdrawProps) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const [withdraw, { isLoading, error }] = useWithdrawTimeOffMutation();
  const confirm = async () => {
    const { error: refused } = await withdraw(timeOff.id);
    if (refused) return;
    confirmDone(t('timeOff.withdrawn'));
    onClose();
  };
  return (
    <ConfirmDialog
      opened
      title={t('timeOff.withdrawTitle')}
      text={t('timeOff.withdrawText', { name: timeOff.trainer_name, when })}
      confirm={t('timeOff.withdraw')}
      keep={t('action.keep')}
      busy={isLoading}
      refusal={error && refusal(error)}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
