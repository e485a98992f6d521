import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface IdSelectProps extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  label: string;
  options: { id: number; label: string }[];
  value: number | null | undefined;
  onChange: (id: number | null) => void;
  /** It may be none, which reads so. */
  none?: string;
}

/** Choosing one of few, by typing a part of its name. */
export function IdSelect({ label, options, value, onChange, none, ...field }: IdSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      {...field}
      label={label}
      data={options.map((one) => ({ value: String(one.id), label: one.label }))}
      value={value ? String(value) : null}
      onChange={(id) => (id || none !== undefined) && onChange(id ? Number(id) : null)}
      {...(none !== undefined && { placeholder: none, clearable: true })}
      clearButtonProps={{ 'aria-label': t('schedule.clearFilter', { filter: label }) }}
      searchable
      nothingFoundMessage={t('list.noResults')}
    />
  );
}
