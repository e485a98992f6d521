import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/shapes';

/** What staff tell each other about a member. */
export function StaffNotes({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  if (!customer.notes) return <Text c="var(--quiet)">{t('member.noNotes')}</Text>;
  return <Text style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{customer.notes}</Text>;
}
