import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../api/shapes';
import { useDates } from '../../i18n/dates';
import { MembershipState } from './MembershipState';
import classes from './Memberships.module.css';
import { openAmount, useMoney } from './useMoney';

/** One membership in a few lines: what it is, its days, its visits, its freezes, its money. */
export function MembershipFacts({ membership }: { membership: Membership }) {
  const { t } = useTranslation();
  const dates = useDates();
  const money = useMoney();
  const { starts_on, ends_on, visits, visits_left, freezes, price, currency, cancel_reason } = membership;
  const open = openAmount(membership);
  return (
    <div className={classes.facts}>
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
        <Text fw={650} className={classes.plan}>
          <span className={classes.dot} style={{ background: membership.colour }} aria-hidden />
          {membership.plan_name}
        </Text>
        <MembershipState state={membership.state} />
      </Group>
      <Text size="sm">
        {ends_on
          ? t('memberships.fromTo', { from: dates.date(starts_on), to: dates.date(ends_on) })
          : t('memberships.fromOn', { from: dates.date(starts_on) })}
      </Text>
      {visits !== null && (
        <Text size="sm">{t('memberships.visitsLeft', { left: visits_left ?? 0, visits })}</Text>
      )}
      {freezes.map((freeze) => (
        <Text key={freeze.id} size="sm" c="var(--quiet)">
          {t('memberships.frozenFromTo', {
            from: dates.date(freeze.starts_on),
            to: dates.date(freeze.ends_on),
          })}
          {freeze.reason && ` · ${freeze.reason}`}
        </Text>
      ))}
      {cancel_reason && (
        <Text size="sm" c="var(--quiet)">
          {cancel_reason}
        </Text>
      )}
      <Text size="sm" c="var(--quiet)">
        {money(price, currency)} ·{' '}
        {Number(open) > 0 ? t('memberships.open', { amount: money(open, currency) }) : t('memberships.paid')}
      </Text>
    </div>
  );
}
