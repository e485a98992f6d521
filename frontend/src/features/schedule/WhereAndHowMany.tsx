import { Group, NumberInput } from '@mantine/core';
import { Controller, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { IdSelect } from './IdSelect';
import { usePlaces } from './usePlaces';

/** What each form of a class has, under these names. */
interface Facts {
  trainer: number;
  room: number | null;
  minutes: number;
  capacity: number;
}

/** With whom and where, how long and for how many; inside a `FormProvider`. */
export function WhereAndHowMany({ message }: { message: (name: keyof Facts) => string | undefined }) {
  const { t } = useTranslation();
  const { control } = useFormContext<Facts>();
  const places = usePlaces();
  return (
    <>
      {(['trainer', 'room'] as const).map((name) => (
        <Controller
          key={name}
          control={control}
          name={name}
          render={({ field }) => (
            <IdSelect
              {...field}
              label={t(`field.${name}`)}
              options={places[name]}
              {...(name === 'room' && { none: t('session.noRoom') })}
              error={message(name)}
            />
          )}
        />
      ))}
      <Group grow align="flex-start" gap="sm">
        {(['minutes', 'capacity'] as const).map((name) => (
          <Controller
            key={name}
            control={control}
            name={name}
            render={({ field: { onChange, ...field } }) => (
              <NumberInput
                {...field}
                onChange={(typed) => onChange(typeof typed === 'number' ? typed : undefined)}
                label={t(`session.${name}`)}
                min={name === 'minutes' ? 5 : 1}
                step={name === 'minutes' ? 5 : 1}
                allowDecimal={false}
                error={message(name)}
              />
            )}
          />
        ))}
      </Group>
    </>
  );
}
