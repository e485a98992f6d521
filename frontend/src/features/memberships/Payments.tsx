import { Collapse, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Membership } from '../../api/shapes';
import { PageBar } from '../../components/PageBar';
import { RequestFailed } from '../../components/RequestFailed';
import { useDates } from '../../i18n/dates';
import { useListPaymentsQuery } from './api';
import classes from './Memberships.module.css';
import { useMoney } from './useMoney';

/** What was received for a membership and given back, the latest first; read when it is opened. */
export function Payments({ membership }: { membership: Membership }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const id = useId();
  return (
    <>
      <UnstyledButton
        className={classes.opener}
        aria-expanded={opened}
        aria-controls={id}
        aria-label={t('memberships.actionOn', {
          action: t('memberships.payments'),
          plan: membership.plan_name,
        })}
        onClick={() => setOpened(!opened)}
      >
        <ChevronRight size={16} aria-hidden />
        {t('memberships.payments')}
      </UnstyledButton>
      <Collapse expanded={opened} id={id}>
        {opened && <Received membership={membership} />}
      </Collapse>
    </>
  );
}

function Received({ membership: { id } }: { membership: Membership }) {
  const { t } = useTranslation();
  const dates = useDates();
  const money = useMoney();
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useListPaymentsQuery({ membership: id, page });
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={48} mt="xs" aria-busy />;
  if (data.count === 0)
    return (
      <Text size="sm" c="var(--quiet)" mt="xs">
        {t('memberships.noPayments')}
      </Text>
    );
  return (
    <>
      <ul className={classes.payments}>
        {data.results.map(({ id: payment, amount, currency, method, note, paid_on, recorded_by_name }) => (
          <li key={payment}>
            <span className={classes.amount} data-back={Number(amount) < 0 || undefined}>
              {money(amount, currency)}
            </span>
            <span>
              {dates.date(paid_on)} · {t(`memberships.by.${method}`)}
              {Number(amount) < 0 && ` · ${t('memberships.givenBack')}`}
              {note && <span className={classes.note}>{note}</span>}
              {recorded_by_name && (
                <span className={classes.note}>
                  {t('memberships.recordedBy', { name: recorded_by_name })}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {data.count > PAGE_SIZE && (
        <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={setPage} />
      )}
    </>
  );
}
