import { useTranslation } from 'react-i18next';
import type { Key } from '../../i18n/i18n';

/** A role by the name that people use for it. */
export function useRoleName(): (role: string) => string {
  const { t, i18n } = useTranslation();
  return (role) => (i18n.exists(`role.${role}`) ? t(`role.${role}` as Key) : role);
}
