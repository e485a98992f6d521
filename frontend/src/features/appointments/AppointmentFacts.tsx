import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../api/shapes';
import { ZoneNote } from '../../components/ZoneNote';
import { useDates } from '../../i18n/dates';
import { AppointmentState } from './AppointmentState';
import { isRule } from './rulesAgainst';

interface AppointmentFactsProps {
  appointment: Appointment;
  /** The form beside it shows the notes then. */
  editable: boolean;
}

export function AppointmentFacts({ appointment, editable }: AppointmentFactsProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { customer_name, trainer_name, starts_at, ends_at, state, notes, anyway, anyway_reason } =
    appointment;
  return (
    <Stack gap={6}>
      <Text size="lg" fw={600}>
        {customer_name}
      </Text>
      <Text>
        {dates.day(starts_at)}, {dates.time(starts_at)}–{dates.time(ends_at)}
        {trainer_name && ` · ${t('appointments.with', { trainer: trainer_name })}`}
      </Text>
      <ZoneNote at={starts_at} />
      <div>
        <AppointmentState state={state} />
      </div>
      {isRule(anyway) && anyway_reason && (
        <Text size="sm" c="var(--quiet)">
          {t('appointments.anyway', { rule: t(`appointments.against.${anyway}`), reason: anyway_reason })}
        </Text>
      )}
      {notes && !editable && <Text style={{ whiteSpace: 'pre-wrap' }}>{notes}</Text>}
    </Stack>
  );
}
