import { Button, Group, Skeleton } from '@mantine/core';
import { CreditCard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { Customer, Membership } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { today, useDates } from '../../i18n/dates';
import { useFreshSubjects } from '../../realtime/freshness';
import { useCan } from '../../session/useMe';
import { ActionDialog } from './ActionDialog';
import { useListMembershipsQuery, type ActionName } from './api';
import { MembershipFacts } from './MembershipFacts';
import classes from './Memberships.module.css';
import { PaymentDialog } from './PaymentDialog';
import { Payments } from './Payments';

interface Asked {
  name: ActionName | 'pay';
  membership?: Membership;
}

/** Everything a member has held, the latest first, and what can be done with it. */
export function MemberMemberships({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { page, goToPage } = useListQuestion();
  const { data, error, refetch } = useListMembershipsQuery({ customer: customer.id, page });
  const fresh = useFreshSubjects(data?.results.map(({ id }) => `membership/${id}`) ?? []);
  const maySell = useCan('core.add_membership');
  const maySeePayments = useCan('core.view_payment');
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const sell = maySell && (
    <Button onClick={() => setAsked({ name: 'sell' })}>{t('memberships.action.sell')}</Button>
  );

  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  return (
    <>
      {!data ? (
        <Skeleton h={120} radius="lg" aria-busy />
      ) : (
        <>
          {/* In one place, with the first of them and without: the focus comes back to it. */}
          {sell && (
            <Group justify="flex-end" mb="md">
              {sell}
            </Group>
          )}
          {data.count === 0 ? (
            <Notice icon={CreditCard} title={t('memberships.emptyTitle')} text={t('memberships.emptyText')} />
          ) : (
            <ul className={classes.list} aria-label={t('memberships.title')}>
              {data.results.map((row) => (
                <li
                  key={row.id}
                  className={classes.row}
                  data-fresh={`membership/${row.id}` in fresh || undefined}
                >
                  <MembershipFacts membership={row} />
                  {maySeePayments && <Payments membership={row} />}
                  <Actions membership={row} onAsk={(name) => setAsked({ name, membership: row })} />
                </li>
              ))}
            </ul>
          )}
          {data.count > 0 && (
            <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />
          )}
        </>
      )}
      {asked?.name === 'pay' && asked.membership && (
        <PaymentDialog membership={asked.membership} onClose={close} />
      )}
      {asked && asked.name !== 'pay' && (
        <ActionDialog
          name={asked.name}
          customer={customer.id}
          membership={asked.membership}
          onClose={close}
        />
      )}
    </>
  );
}

function Actions({ membership, onAsk }: { membership: Membership; onAsk: (name: Asked['name']) => void }) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const day = today(timeZone);
  const { state, freezes, starts_on } = membership;
  const maySell = useCan('core.add_membership');
  const mayChange = useCan('core.change_membership');
  const mayPay = useCan('core.add_payment');
  const stands = state === 'current' || state === 'frozen' || state === 'upcoming';
  const rests = (freezes.at(-1)?.ends_on ?? '') >= day;
  const offered: Asked['name'][] = [
    ...(maySell && state !== 'void' && state !== 'upcoming' ? (['renew'] as const) : []),
    ...(mayPay && state !== 'void' ? (['pay'] as const) : []),
    ...(mayChange && stands && !membership.cancelled_at ? (['freeze'] as const) : []),
    ...(mayChange && rests && stands ? (['end-freeze'] as const) : []),
    ...(mayChange && state === 'current' && starts_on <= day ? (['upgrade'] as const) : []),
    ...(mayChange && stands && !membership.cancelled_at ? (['cancel'] as const) : []),
    ...(mayChange && membership.cancelled_at ? (['restore'] as const) : []),
  ];
  if (offered.length === 0) return null;
  return (
    <Group gap="xs" mt="sm">
      {offered.map((name) => (
        <Button
          key={name}
          size="compact-sm"
          variant="light"
          color={name === 'cancel' ? 'red' : 'pine'}
          aria-label={t('memberships.actionOn', {
            action: t(`memberships.action.${name}`),
            plan: membership.plan_name,
          })}
          onClick={() => onAsk(name)}
        >
          {t(`memberships.action.${name}`)}
        </Button>
      ))}
    </Group>
  );
}
