import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/shapes';
import { RequestFailed } from '../../components/RequestFailed';
import { useListMembershipsQuery } from './api';
import { MembershipFacts } from './MembershipFacts';
import classes from './Memberships.module.css';

/** What a member holds now or next: `customer`, else the person who is signed in. */
export function CurrentMembership({ customer }: { customer?: Customer }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useListMembershipsQuery({
    page: 1,
    ...(customer && { customer: customer.id }),
  });
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={84} radius="lg" aria-busy />;
  const held = data.results
    .filter(({ state }) => ['current', 'frozen', 'upcoming'].includes(state))
    .reverse();
  const shown = held.length > 0 ? held : data.results.filter(({ state }) => state !== 'void').slice(0, 1);
  if (shown.length === 0) {
    return <Text c="var(--quiet)">{t(customer ? 'memberships.emptyTitle' : 'memberships.emptyOwn')}</Text>;
  }
  return (
    <ul className={classes.list}>
      {shown.map((one) => (
        <li key={one.id}>
          <MembershipFacts membership={one} />
        </li>
      ))}
    </ul>
  );
}
