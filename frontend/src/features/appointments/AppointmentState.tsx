import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../api/shapes';

const colors: Record<Appointment['state'], string> = {
  booked: 'pine',
  confirmed: 'pine',
  waitlisted: 'ember',
  attended: 'gray',
  no_show: 'ember',
  cancelled: 'gray',
};

export function AppointmentState({ state }: { state: Appointment['state'] }) {
  const { t } = useTranslation();
  return (
    <Badge color={colors[state]} td={state === 'cancelled' ? 'line-through' : undefined}>
      {t(`appointment.state.${state}`)}
    </Badge>
  );
}
