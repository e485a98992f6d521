import { useTranslation } from 'react-i18next';
import type { Key } from '../../i18n/i18n';
import { useListPlansToIncludeQuery, useListUsualRoomsQuery, useListUsualTrainersQuery } from './api';
import type { ServiceValues } from './serviceValues';

const labels = {
  name: 'field.called',
  kind: 'field.kind',
  colour: 'field.colour',
  minutes: 'services.minutes',
  capacity: 'services.capacity',
  trainer: 'services.trainer',
  room: 'services.room',
  needs_membership: 'services.needsMembership',
  plans: 'services.plans',
  booking_opens_hours: 'services.opens',
  booking_closes_minutes: 'services.closes',
  cancellation_hours: 'services.cancelBy',
  late_cancellation: 'services.late',
  no_show: 'services.noShow',
  open_roster: 'services.openRoster',
  open_roster_minutes: 'services.openRosterMinutes',
  waitlist: 'services.waitlist',
  offer_minutes: 'services.offerMinutes',
} as const satisfies Record<keyof ServiceValues, Key>;

/** What a field of a service is called, and a value of it in words. */
export function useServiceWords() {
  const { t } = useTranslation();
  const { data: trainers = [] } = useListUsualTrainersQuery();
  const { data: rooms = [] } = useListUsualRoomsQuery();
  const { data: plans = [] } = useListPlansToIncludeQuery();
  const trainerName = (id: number | null) =>
    trainers.find((one) => one.id === id)?.display_name ?? t('services.nobody');
  const roomName = (id: number | null) => rooms.find((one) => one.id === id)?.name ?? t('services.noRoom');
  const planNames = (ids: number[]) =>
    plans
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name)
      .join(', ') || t('services.anyPlan');
  const show = (field: keyof ServiceValues, value: unknown): string => {
    if (field === 'trainer') return trainerName(value as number | null);
    if (field === 'room') return roomName(value as number | null);
    if (field === 'plans') return planNames(value as number[]);
    if (field === 'kind') return t(`services.kinds.${value as ServiceValues['kind']}`);
    if (field === 'waitlist') return t(`services.lists.${value as ServiceValues['waitlist']}`);
    if (field === 'open_roster') return t(`services.rosters.${value as ServiceValues['open_roster']}`);
    if (field === 'late_cancellation' || field === 'no_show')
      return t(`services.visit.${value as ServiceValues['no_show']}`);
    if (field === 'needs_membership') return t(value ? 'services.yes' : 'services.no');
    if (field === 'booking_opens_hours' && value === '') return t('services.always');
    return String(value);
  };
  return {
    labelOf: (field: keyof ServiceValues) => t(labels[field]),
    show,
    trainerName,
    roomName,
    planNames,
  };
}
