import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import { useRefusal } from '../../components/formErrors';
import type { Key } from '../../i18n/i18n';

/** Why what was typed or scanned let nobody in. */
export function useEntryRefusal(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const refusal = useRefusal();
  return (error) => {
    const code = isApiError(error) ? error.fields.entered?.[0]?.code : undefined;
    const key = `checkin.refusal.${code}`;
    return i18n.exists(key) ? t(key as Key) : refusal(error);
  };
}
