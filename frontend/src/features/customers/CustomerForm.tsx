import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Customer } from '../../api/shapes';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useCan, useMe } from '../../session/useMe';
import { useCreateCustomerMutation, useUpdateCustomerMutation } from './api';

const name = z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong');
const schema = z.object({
  first_name: name,
  last_name: name,
  email: z.email('validation.email').max(254, 'validation.tooLong'),
  phone_number: z.union([z.literal(''), z.string().regex(/^\+[\d\s().-]{6,20}$/, 'validation.phone')]),
  notes: z.string().max(10_000, 'validation.tooLong'),
});
type Values = z.infer<typeof schema>;

const empty: Values = { first_name: '', last_name: '', email: '', phone_number: '', notes: '' };

interface CustomerFormProps {
  /** None: a new one. */
  customer?: Customer;
  onSaved: (customer: Customer) => void;
}

export function CustomerForm({ customer, onSaved }: CustomerFormProps) {
  const { t } = useTranslation();
  const me = useMe();
  const mayChange = useCan(customer ? 'core.change_customer' : 'core.add_customer');
  const readOnly = !mayChange && customer?.id !== me.customer;
  const seesNotes = useCan('core.view_staff_notes');
  const form = useForm<Values>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: empty,
    // When somebody else changes the member meanwhile, what was typed here stays and the rest follows.
    ...(customer && { values: valuesOf(customer), resetOptions: { keepDirtyValues: true } }),
  });
  const { errors, isDirty, isSubmitting, dirtyFields } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [create] = useCreateCustomerMutation();
  const [update] = useUpdateCustomerMutation();
  const [openedVersion] = useState(customer?.version);

  const submit = form.handleSubmit(async ({ notes, ...contact }) => {
    const values = seesNotes ? { ...contact, notes } : contact;
    const { data, error } = customer
      ? await update({ id: customer.id, change: pickDirty(values, dirtyFields) })
      : await create(values);
    if (!data) {
      showErrors(error);
      return;
    }
    form.reset(valuesOf(data));
    onSaved(data);
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('customers.form')}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack>
        <FormRefusal message={message('root')} />
        {isDirty && customer && customer.version !== openedVersion && (
          <Alert color="ember" role="status">
            {t('form.changedMeanwhile')}
          </Alert>
        )}
        <SimpleGrid cols={2} spacing="sm">
          <TextInput
            {...form.register('first_name')}
            label={t('field.first_name')}
            error={message('first_name')}
            readOnly={readOnly}
            data-autofocus={!customer || undefined}
          />
          <TextInput
            {...form.register('last_name')}
            label={t('field.last_name')}
            error={message('last_name')}
            readOnly={readOnly}
          />
        </SimpleGrid>
        <TextInput
          {...form.register('email')}
          label={t('field.email')}
          type="email"
          error={message('email')}
          readOnly={readOnly}
        />
        <TextInput
          {...form.register('phone_number')}
          label={t('field.phone_number')}
          description={t('customers.phoneHint')}
          type="tel"
          error={message('phone_number')}
          readOnly={readOnly}
        />
        {seesNotes && (
          <Textarea
            {...form.register('notes')}
            label={t('field.notes')}
            description={t('customers.notesHint')}
            autosize
            minRows={3}
            maxRows={10}
            error={message('notes')}
            readOnly={readOnly}
          />
        )}
        {!readOnly && (
          <Button type="submit" loading={isSubmitting} disabled={customer !== undefined && !isDirty}>
            {customer ? t('action.save') : t('customers.add')}
          </Button>
        )}
      </Stack>
    </form>
  );
}

function valuesOf({ first_name, last_name, email, phone_number, notes }: Customer): Values {
  return { first_name, last_name, email, phone_number, notes: notes ?? '' };
}

/** Only what was changed here is sent, so that nothing of somebody else's is put back. */
function pickDirty(values: Partial<Values>, dirty: Partial<Record<keyof Values, boolean>>): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([field]) => dirty[field as keyof Values]));
}
