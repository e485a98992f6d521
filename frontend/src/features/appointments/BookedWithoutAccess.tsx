import { Anchor, Group, Text } from '@mantine/core';
import { CalendarX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer } from '../../api/shapes';
import { useListAppointmentsQuery } from './api';

/** Says that the member is booked for days without a membership for it: it was cancelled since, say, or rests. */
export function BookedWithoutAccess({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { data } = useListAppointmentsQuery({
    page: 1,
    customer: customer.id,
    without_access: true,
    ordering: 'starts_at',
  });
  return (
    <div role="status">
      {data && data.count > 0 && (
        <Group gap="xs" wrap="nowrap" px="sm" py={6} w="fit-content" bdrs="xl" bg="var(--spark-veil)">
          <CalendarX size={16} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm">
            {t('appointments.uncovered', { count: data.count })}{' '}
            <Anchor component={Link} to={`/members/${customer.id}/appointments?period=uncovered`} inherit>
              {t('appointments.showUncovered')}
            </Anchor>
          </Text>
        </Group>
      )}
    </div>
  );
}
