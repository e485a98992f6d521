import { shallowEqual } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldErrors, FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { isApiError, type ApiError } from '../api/errors';
import type { Key } from '../i18n/i18n';
import { usePointerDown } from './usePointerDown';

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

/** The first reason for a refusal, whichever field it is at. */
export function useFirstReason(): (error: unknown) => string {
  const translate = useTranslateCode();
  const refusal = useRefusal();
  return (error) => {
    const [name, [first] = []] = Object.entries(isApiError(error) ? error.fields : {})[0] ?? [];
    if (!first) return refusal(error);
    const keys = [`fieldError.${name}.${first.code}`, `refusal.${first.code}`, `fieldError.${first.code}`];
    return translate(keys, first.message);
  };
}

/**
 * What to write at a field. Messages of our own schemas are keys of the translations; the server's are put in the
 * person's language by `setServerErrors`. A field that is left complains once the click that left it is over: the
 * complaint makes room for itself, and the click would land beside what it was meant for.
 */
export function useFieldMessages<Values extends FieldValues>(errors: FieldErrors<Values>) {
  const translate = useTranslateCode();
  const isPointerDown = usePointerDown();
  const now = messagesOf(errors);
  const [shown, setShown] = useState(now);
  if (!isPointerDown && !shallowEqual(now, shown)) setShown(now);
  return (name: Path<Values> | 'root'): string | undefined => {
    const message = (isPointerDown ? shown : now)[name];
    return message === undefined ? undefined : translate([message], message);
  };
}

/** The form library changes its errors in place, so these are a copy. */
function messagesOf(errors: FieldErrors): Record<string, string> {
  const messages = Object.entries(errors).map(([name, error]) => [name, error?.message] as const);
  return Object.fromEntries(
    messages.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Puts each refusal at its field, the first of them in focus, or above the form what belongs to none. `names`: which field of
 * the form stands for one of the server's, where they differ; what is said is said by the server's name.
 */
export function useServerErrors<Values extends FieldValues, Context, Checked>(
  form: UseFormReturn<Values, Context, Checked>,
) {
  const translate = useTranslateCode();
  const firstReason = useFirstReason();
  return (error: unknown, names: Record<string, Path<Values>> = {}): void => {
    const fields: ApiError['fields'] = isApiError(error) ? error.fields : {};
    let atFields = 0;
    for (const [name, [first]] of Object.entries(fields)) {
      const field = names[name] ?? (name as Path<Values>);
      if (!first || !(field in form.getValues())) continue;
      const message = translate(
        [`fieldError.${name}.${first.code}`, `fieldError.${first.code}`],
        first.message,
      );
      form.setError(field, { type: 'server', message }, { shouldFocus: atFields === 0 });
      atFields += 1;
    }
    if (atFields > 0) return;
    form.setError('root', { type: 'server', message: firstReason(error) });
  };
}
