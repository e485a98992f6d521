import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useDates } from '../i18n/dates';
import { dateOrder, readTypedDate } from '../i18n/typedDate';

interface TypedDateInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** An ISO date, or what was typed that is none. */
  value: string;
  onChange: (value: string) => void;
}

/** A date far back, such as a birth date: faster typed than found in a calendar. What it was taken for is said below. */
export function TypedDateInput({ value, onChange, onBlur, ...input }: TypedDateInputProps) {
  const { locale, date } = useDates();
  const order = dateOrder(locale);
  const [typed, setTyped] = useState(() => written(value, locale));
  const [told, setTold] = useState(value);
  if (value !== told) {
    setTold(value);
    setTyped(written(value, locale));
  }
  const change = (text: string) => {
    const read = readTypedDate(text, order, new Date().getFullYear()) ?? text.trim();
    setTyped(text);
    setTold(read);
    onChange(read);
  };
  const isRead = isIso(value) && typed !== written(value, locale);
  return (
    <TextInput
      {...input}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={(event) => {
        setTyped(written(value, locale));
        onBlur?.(event);
      }}
      inputMode="numeric"
      placeholder={written('1990-05-31', locale)}
      description={isRead ? date(value) : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
    />
  );
}

function isIso(value: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(value);
}

function written(value: string, locale: string): string {
  if (!isIso(value)) return value;
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  return format.format(new Date(`${value}T00:00:00Z`));
}
