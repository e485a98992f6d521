import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import { useRefusal } from '../../components/formErrors';
import type { Key } from '../../i18n/i18n';

/** Why a change of a membership was refused, by the rule's own code where it names a field. */
export function useActionRefusal(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const refusal = useRefusal();
  return (error) => {
    if (!isApiError(error)) return refusal(error);
    const atField = Object.values(error.fields)[0]?.[0];
    const code = atField?.code ?? error.code;
    const key = `memberships.refusal.${code}`;
    return i18n.exists(key) ? t(key as Key) : (atField?.message ?? refusal(error));
  };
}
