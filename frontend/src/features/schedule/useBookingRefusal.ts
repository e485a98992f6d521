import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/errors';
import { useRefusal } from '../../components/formErrors';
import type { Key } from '../../i18n/i18n';

/** Why a seat isn't had: by the rule's own code, said to the member, about them, or of the class as a whole. */
export function useBookingRefusal(whom: 'own' | 'theirs' | 'class'): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  const refusal = useRefusal();
  return (error) => {
    if (!isApiError(error)) return refusal(error);
    const atField = Object.values(error.fields)[0]?.[0];
    const code = atField?.code ?? (error.current ? 'stale' : error.code);
    const key = [`booking.refusal.${whom}.${code}`, `booking.refusal.any.${code}`].find((known) =>
      i18n.exists(known),
    );
    return key ? t(key as Key) : (atField?.message ?? refusal(error));
  };
}
