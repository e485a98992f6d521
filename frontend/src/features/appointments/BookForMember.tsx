import { Button } from '@mantine/core';
import { CalendarPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer } from '../../api/shapes';
import { useCan } from '../../session/useMe';

export function BookForMember({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  if (!useCan('scheduling.add_appointment')) return null;
  return (
    <Button
      component={Link}
      to={`/appointments/new?customer=${customer.id}`}
      variant="light"
      leftSection={<CalendarPlus size={18} aria-hidden />}
    >
      {t('appointments.book')}
    </Button>
  );
}
