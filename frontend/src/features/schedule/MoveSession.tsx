import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { confirmDone } from '../../components/toast';
import { useDates } from '../../i18n/dates';
import type { SessionRow } from './api';
import { useChangeClassMutation } from './rosterApi';
import { useBookingRefusal } from './useBookingRefusal';

export interface Move {
  session: SessionRow;
  startsAt: string;
  /** Puts it back where it was. */
  revert: () => void;
}

/** A class was dragged somewhere: says where to and who is told, before it is done. The form in its panel does the same. */
export function MoveSession({ move, onClose }: { move: Move; onClose: () => void }) {
  const { t } = useTranslation();
  const dates = useDates();
  const refusal = useBookingRefusal('class');
  const [change, { isLoading, error }] = useChangeClassMutation();
  const { session, startsAt, revert } = move;
  const name = session.service_name;
  const keep = () => {
    revert();
    onClose();
  };
  const confirm = async () => {
    const answer = await change({
      id: session.id,
      version: session.version,
      change: { starts_at: startsAt },
    });
    if (answer.error) return;
    confirmDone(t('session.moved', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      opened
      title={t('session.moveTitle', { name })}
      text={t(session.booked > 0 ? 'session.moveText' : 'session.moveNobody', {
        day: dates.day(startsAt),
        time: dates.time(startsAt),
        booked: session.booked,
      })}
      confirm={t('session.move')}
      keep={t('action.keep')}
      busy={isLoading}
      harmless
      refusal={error && refusal(error)}
      onConfirm={() => void confirm()}
      onClose={keep}
    />
  );
}
