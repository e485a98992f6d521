import { Button, ColorInput, Group, NumberInput, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Plan } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { useSavePlanMutation } from './api';

const count = z.union([z.number(), z.literal('')]);
const schema = z.object({
  name: z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong'),
  price: z.union([z.number(), z.string()]),
  currency: z.string().regex(/^[A-Z]{3}$/, 'validation.required'),
  months: count,
  days: count,
  visits: count,
  includes: z.string().max(1500, 'validation.tooLong'),
  colour: z.string().regex(/^#[0-9a-f]{6}$/, 'validation.choose'),
  offered: z.boolean(),
});
type Values = z.infer<typeof schema>;

const lengths = ['months', 'days', 'visits'] as const;

/** A plan that is there, or a new one. What was sold before keeps its price and its length. */
export function PlanDialog({ plan, onClose }: { plan?: Plan; onClose: () => void }) {
  useFocusBack();
  const { t } = useTranslation();
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: valuesOf(plan),
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [save] = useSavePlanMutation();

  const submit = form.handleSubmit(async ({ price, includes, months, days, visits, ...rest }) => {
    const { data, error } = await save({
      ...(plan && { id: plan.id }),
      plan: {
        ...rest,
        price: Number(price).toFixed(2),
        months: months || null,
        days: days || null,
        visits: visits || null,
        includes: includes
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      },
    });
    if (!data) {
      showErrors(error);
      return;
    }
    confirmDone(t('plans.saved'));
    onClose();
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={plan ? t('plans.edit', { name: plan.name }) : t('plans.add')}
      centered
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <FormRefusal message={message('root')} />
          <TextInput
            {...form.register('name')}
            label={t('field.called')}
            error={message('name')}
            data-autofocus
          />
          <Group grow align="flex-start">
            <Controller
              control={form.control}
              name="price"
              render={({ field }) => (
                <NumberInput
                  {...field}
                  label={t('plans.price')}
                  min={0}
                  decimalScale={2}
                  fixedDecimalScale
                  hideControls
                  error={message('price')}
                />
              )}
            />
            <TextInput
              {...form.register('currency')}
              label={t('plans.currency')}
              maxLength={3}
              error={message('currency')}
            />
          </Group>
          <Group grow align="flex-start">
            {lengths.map((name) => (
              <Controller
                key={name}
                control={form.control}
                name={name}
                render={({ field: { onChange, ...field } }) => (
                  <NumberInput
                    {...field}
                    onChange={(value) => onChange(typeof value === 'number' ? value : '')}
                    label={t(`plans.${name}`)}
                    min={1}
                    allowDecimal={false}
                    hideControls
                    error={message(name)}
                  />
                )}
              />
            ))}
          </Group>
          <Textarea
            {...form.register('includes')}
            label={t('plans.includes')}
            autosize
            minRows={2}
            maxRows={8}
            error={message('includes')}
          />
          <Controller
            control={form.control}
            name="colour"
            render={({ field }) => (
              <ColorInput
                {...field}
                label={t('plans.colour')}
                format="hex"
                withEyeDropper={false}
                error={message('colour')}
              />
            )}
          />
          <Controller
            control={form.control}
            name="offered"
            render={({ field: { value, ...field } }) => (
              <Switch {...field} checked={value} label={t('plans.offered')} />
            )}
          />
          <Button type="submit" loading={isSubmitting}>
            {t('plans.save')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

function valuesOf(plan: Plan | undefined): Values {
  return {
    name: plan?.name ?? '',
    price: plan?.price ?? '',
    currency: plan?.currency ?? 'EUR',
    months: plan?.months ?? '',
    days: plan?.days ?? '',
    visits: plan?.visits ?? '',
    includes: plan?.includes.join('\n') ?? '',
    colour: plan?.colour ?? '#2f9e8f',
    offered: plan?.offered ?? true,
  };
}
