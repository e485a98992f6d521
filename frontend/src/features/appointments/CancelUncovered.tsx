import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useRefusal } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useCancelAppointmentsMutation, type AppointmentRow } from './api';

/** Cancels all of a member's that are shown, once that is confirmed: all of them or none. */
export function CancelUncovered({ rows }: { rows: AppointmentRow[] }) {
  const { t, i18n } = useTranslation();
  const { day, time } = useDates();
  const [asked, setAsked] = useState<AppointmentRow[] | null>(null);
  const [cancel, { error, isLoading, reset }] = useCancelAppointmentsMutation();
  const refusal = useRefusal();
  if (!useCan('scheduling.change_appointment') || rows.length === 0) return null;

  const confirm = async () => {
    if (!asked) return;
    const answer = await cancel(asked.map(({ id }) => id));
    if (answer.error) return;
    confirmDone(t('appointments.cancelledMany', { count: asked.length }));
    setAsked(null);
  };
  const names = new Intl.ListFormat(i18n.language === 'zh-hans' ? 'zh-Hans' : i18n.language).format(
    (asked ?? []).map((row) => `${row.service_name}, ${day(row.starts_at)} ${time(row.starts_at)}`),
  );
  return (
    <>
      <Button
        variant="light"
        color="red"
        onClick={() => {
          reset();
          setAsked(rows);
        }}
      >
        {t('appointments.cancelMany', { count: rows.length })}
      </Button>
      <ConfirmDialog
        opened={asked !== null}
        title={t('appointments.cancelManyTitle', { count: asked?.length ?? rows.length })}
        text={t('appointments.cancelManyText', { names })}
        confirm={t('appointments.cancelMany', { count: asked?.length ?? rows.length })}
        keep={t('action.keep')}
        busy={isLoading}
        refusal={error && refusal(error)}
        onConfirm={() => void confirm()}
        onClose={() => setAsked(null)}
      />
    </>
  );
}
