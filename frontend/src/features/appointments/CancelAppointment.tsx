import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useRefusal } from '../../components/formErrors';
import { useDates } from '../../i18n/dates';
import { useCancelAppointmentMutation } from './api';

interface CancelAppointmentProps {
  appointment: Appointment;
  onCancelled: () => void;
}

export function CancelAppointment({ appointment, onCancelled }: CancelAppointmentProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const [asking, setAsking] = useState(false);
  const [cancel, { error, isLoading, reset }] = useCancelAppointmentMutation();
  const refusal = useRefusal();

  const confirm = async () => {
    const answer = await cancel(appointment.id);
    if (!answer.error) onCancelled();
  };
  const open = () => {
    reset();
    setAsking(true);
  };
  return (
    <>
      <Button variant="subtle" color="red" onClick={open} style={{ alignSelf: 'flex-start' }}>
        {t('appointments.cancel')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('appointments.cancelTitle')}
        text={t('appointments.cancelText', {
          name: appointment.customer_name,
          service: appointment.service_name,
          day: dates.day(appointment.starts_at),
          time: dates.time(appointment.starts_at),
        })}
        confirm={t('appointments.cancel')}
        keep={t('action.keep')}
        busy={isLoading}
        refusal={error && refusal(error)}
        onConfirm={() => void confirm()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
