import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '../../api/shapes';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { confirmDone, confirmUndoable, sayRefused } from '../../components/toast';
import { useCloseRosterMutation, useMarkRosterMutation } from './rosterApi';
import classes from './Schedule.module.css';
import { useBookingRefusal } from './useBookingRefusal';

interface CloseRosterProps {
  session: number;
  /** Those of whom nothing is said yet. */
  left: Appointment[];
}

/** Says it of all who are left at once. It can be taken back for as long as the toast stands, and of each one later. */
export function CloseRoster({ session, left }: CloseRosterProps) {
  const { t } = useTranslation();
  const refusal = useBookingRefusal('theirs');
  const [asking, setAsking] = useState(false);
  const [close, { isLoading, error, reset }] = useCloseRosterMutation();
  const [mark] = useMarkRosterMutation();

  const undo = async (ids: number[]) => {
    let marked = 0;
    for (const appointment of ids) {
      const { error: refused } = await mark({ appointment, session, mark: 'unmark' });
      if (refused) sayRefused(refusal(refused));
      else marked += 1;
    }
    if (marked > 0) confirmDone(t('roster.undone', { marked }));
  };
  const send = async (came: boolean) => {
    const before = new Set(left.map(({ id }) => id));
    const { data, error: refused } = await close({ session, came });
    if (!data) {
      if (came) sayRefused(refusal(refused));
      return;
    }
    setAsking(false);
    const as = came ? 'attended' : 'no_show';
    // Of somebody else's at the same time nothing is taken back.
    const ids = data.appointments
      .filter(({ id, state }) => before.has(id) && state === as)
      .map(({ id }) => id);
    confirmUndoable(
      `roster/${session}`,
      t(came ? 'roster.closedCame' : 'roster.closedMissed', { marked: ids.length }),
      { label: t('roster.unmark'), run: () => void undo(ids) },
    );
  };
  return (
    <div className={classes.closing}>
      <Text size="sm" c="var(--quiet)">
        {t('roster.left', { left: left.length })}
      </Text>
      <Group gap={6}>
        <Button
          size="compact-sm"
          variant="light"
          loading={isLoading && !asking}
          onClick={() => void send(true)}
        >
          {t('roster.allCame')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            reset();
            setAsking(true);
          }}
        >
          {t('roster.noneCame')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={t('roster.closeTitle', { left: left.length })}
        text={t('roster.closeText', { names: left.map(({ customer_name: name }) => name).join(', ') })}
        confirm={t('roster.closeConfirm')}
        keep={t('action.cancel')}
        busy={isLoading}
        refusal={error && refusal(error)}
        onConfirm={() => void send(false)}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
