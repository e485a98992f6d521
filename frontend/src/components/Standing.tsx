import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MemberRow } from '../api/shapes';

export type Status = MemberRow['status'];

const colours: Record<Status, string> = {
  lead: 'yellow',
  active: 'pine',
  frozen: 'blue',
  ending: 'ember',
  expired: 'red',
  left: 'gray',
};

export const statuses = Object.keys(colours) as Status[];

/** Where a member stands. */
export function Standing({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <Badge color={colours[status]}>{t(`standing.${status}`)}</Badge>;
}
