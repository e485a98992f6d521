import { TextInput, type TextInputProps } from '@mantine/core';
import { phoneAsRead } from '../i18n/phones';
import { useMe } from '../session/useMe';

interface PhoneInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string;
  onChange: (value: string) => void;
}

/** A phone number: typed as one writes it, shown as it is dialled from anywhere once the field is left. */
export function PhoneInput({ value, onChange, onBlur, ...input }: PhoneInputProps) {
  const { phone_region: region } = useMe();
  return (
    <TextInput
      {...input}
      type="tel"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={(event) => {
        const read = phoneAsRead(value, region);
        if (read !== value) onChange(read);
        onBlur?.(event);
      }}
    />
  );
}
