import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Membership } from '../../api/shapes';

const colors: Record<Membership['state'], string> = {
  upcoming: 'blue',
  current: 'pine',
  frozen: 'blue',
  used_up: 'ember',
  over: 'gray',
  cancelled: 'gray',
  void: 'gray',
};

export function MembershipState({ state }: { state: Membership['state'] }) {
  const { t } = useTranslation();
  return (
    <Badge color={colors[state]} td={state === 'void' ? 'line-through' : undefined}>
      {t(`membership.state.${state}`)}
    </Badge>
  );
}
