import { useTranslation } from 'react-i18next';
import type { FieldErrors, FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { isApiError, type ApiError } from '../api/errors';
import type { Key } from '../i18n/i18n';

type Translate = (keys: string[], fallback: string) => string;

/** The server's codes in the person's language, else the server's own words. */
function useTranslateCode(): Translate {
  const { t, i18n } = useTranslation();
  return (keys, fallback) => {
    const known = keys.find((key) => i18n.exists(key));
    return known ? t(known as Key) : fallback;
  };
}

/** Why a request as a whole was refused. */
export function useRefusal(): (error: unknown) => string {
  const { t } = useTranslation();
  const translate = useTranslateCode();
  return (error) => {
    if (!isApiError(error)) return t('refusal.unexpected');
    return translate([`refusal.${error.code}`], error.message || t('refusal.unexpected'));
  };
}

/**
 * What to write at a field. Messages of our own schemas are keys of the translations; the server's are put in the
 * person's language by `setServerErrors`.
 */
export function useFieldMessages<Values extends FieldValues>(errors: FieldErrors<Values>) {
  const translate = useTranslateCode();
  return (name: Path<Values> | 'root'): string | undefined => {
    const message = (errors as Record<string, { message?: unknown } | undefined>)[name]?.message;
    return typeof message === 'string' ? translate([message], message) : undefined;
  };
}

/** Puts each refusal at its field, the first of them in focus, and the rest above the form. */
export function useServerErrors<Values extends FieldValues>(form: UseFormReturn<Values>) {
  const translate = useTranslateCode();
  const refusal = useRefusal();
  return (error: unknown): void => {
    const fields: ApiError['fields'] = isApiError(error) ? error.fields : {};
    let atFields = 0;
    for (const [name, [first]] of Object.entries(fields)) {
      if (!first || !(name in form.getValues())) continue;
      const message = translate(
        [`fieldError.${name}.${first.code}`, `fieldError.${first.code}`],
        first.message,
      );
      form.setError(name as Path<Values>, { type: 'server', message }, { shouldFocus: atFields === 0 });
      atFields += 1;
    }
    if (atFields > 0) return;
    const general = fields['']?.[0];
    const message = general ? translate([`refusal.${general.code}`], general.message) : refusal(error);
    form.setError('root', { type: 'server', message });
  };
}
