import { Button, Group, Loader, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import type { Timetable } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useRefusal } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { daysLater, today, useDates } from '../../i18n/dates';
import type { Key } from '../../i18n/i18n';
import type { SessionRow } from './api';
import { useEndSeriesMutation, usePreviewEndMutation } from './seriesApi';
import { SeriesOutcome } from './SeriesOutcome';

/** Makes one day the last of a series. Which classes go, and how many are in them, is said before it is done. */
export function EndSeries({ session, timetable }: { session: SessionRow; timetable: Timetable }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => setAsking(true)}
      >
        {t('series.end')}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('series.endTitle', { name: session.service_name })}
        centered
        zIndex={300}
        closeButtonProps={{ 'aria-label': t('action.close') }}
        attributes={{ header: { role: 'none' } }}
      >
        <Ending session={session} timetable={timetable} onClose={() => setAsking(false)} />
      </Dialog>
    </>
  );
}

interface EndingProps {
  session: SessionRow;
  timetable: Timetable;
  onClose: () => void;
}

function Ending({ session, timetable, onClose }: EndingProps) {
  const { t, i18n } = useTranslation();
  const { timeZone, date } = useDates();
  const refusal = useRefusal();
  const [lastDay, setLastDay] = useState(session.occurrence ?? today(timeZone));
  const [reason, setReason] = useState('');
  const [preview, { data: outcome, error: unseen, isLoading: isLooking }] = usePreviewEndMutation();
  const [end, { error: refused, isLoading }] = useEndSeriesMutation();
  const { id, version } = timetable;
  const asked = { timetable: id, version, session: session.id };
  useEffect(() => {
    void preview({ timetable: id, version, session: session.id, lastDay, reason: '' });
  }, [preview, id, version, session.id, lastDay]);

  const error = refused ?? unseen;
  const atDay = isApiError(error) ? error.fields.last_day?.[0] : undefined;
  const dayKey = `fieldError.last_day.${atDay?.code}`;
  const dayError = atDay && (i18n.exists(dayKey) ? t(dayKey as Key) : atDay.message);
  const stale = isApiError(error) && error.current ? t('series.changedMeanwhile') : undefined;

  const confirm = async () => {
    const { data } = await end({ ...asked, lastDay, reason: reason.trim() });
    if (!data) return;
    confirmDone(t('series.ended', { name: session.service_name, day: date(lastDay) }));
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <Stack>
        <FormRefusal message={error && !dayError ? (stale ?? refusal(error)) : undefined} />
        <DayInput
          label={t('series.lastDay')}
          value={lastDay}
          onChange={(day) => day && setLastDay(day)}
          minDate={daysLater(today(timeZone), -1)}
          error={dayError}
          data-autofocus
        />
        <TextInput
          label={t('session.reason')}
          description={t('session.reasonHint')}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div aria-live="polite" aria-busy={isLooking}>
          {outcome && !unseen ? (
            <SeriesOutcome outcome={outcome} isTold />
          ) : (
            isLooking && <Loader size="sm" />
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.keep')}
          </Button>
          <Button type="submit" color="red" loading={isLoading} disabled={isLooking || Boolean(unseen)}>
            {t('series.end')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
