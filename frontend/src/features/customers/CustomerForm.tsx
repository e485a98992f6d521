import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Skeleton, Stack } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Customer, Tag } from '../../api/shapes';
import { EditConflict } from '../../components/EditConflict';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { FormRefusal } from '../../components/FormRefusal';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useMergedEdit } from '../../components/useMergedEdit';
import { today, useDates } from '../../i18n/dates';
import { countryName } from '../../i18n/phones';
import type { Key } from '../../i18n/i18n';
import { useBePresent } from '../../realtime/presence';
import { useCan, useMe } from '../../session/useMe';
import {
  useCreateCustomerMutation,
  useCreateTagMutation,
  useListTagsQuery,
  useUpdateCustomerMutation,
} from './api';
import { CustomerFields } from './CustomerFields';
import {
  changeOf,
  emptyValues,
  isComplete,
  schemaFor,
  valuesOf,
  type CustomerValues,
} from './customerValues';

interface CustomerFormProps {
  /** None: a new one. */
  customer?: Customer;
  onSaved: (customer: Customer) => void;
}

const noTags: Tag[] = [];

/** Waits for the words that members are marked with: without them nobody could say which ones were changed. */
export function CustomerForm(props: CustomerFormProps) {
  const { data: tags = noTags, isLoading } = useListTagsQuery(undefined, { skip: !useCan('core.view_tag') });
  if (isLoading) return <Skeleton h={300} aria-busy />;
  return <FilledForm {...props} tags={tags} />;
}

function FilledForm({ customer, tags, onSaved }: CustomerFormProps & { tags: Tag[] }) {
  const { t, i18n } = useTranslation();
  const { date, timeZone } = useDates();
  const me = useMe();
  const mayChange = useCan(customer ? 'core.change_customer' : 'core.add_customer');
  const readOnly = !mayChange && customer?.id !== me.customer;
  const day = today(timeZone);
  const schema = useMemo(() => schemaFor(me.phone_region, day), [me.phone_region, day]);
  const form = useForm<CustomerValues>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: customer ? valuesOf(customer, tags) : emptyValues,
  });
  const { errors, isDirty, isSubmitting, dirtyFields } = form.formState;
  useBePresent(`customer:${customer?.id}`, customer && isDirty ? 'editing' : null);
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [create] = useCreateCustomerMutation();
  const [update] = useUpdateCustomerMutation();
  const [createTag] = useCreateTagMutation();

  /** The ids of the words that were chosen; a word that is new becomes a tag. */
  const idsOf = async (names: string[]): Promise<{ ids: number[]; error?: unknown }> => {
    const ids: number[] = [];
    for (const name of names) {
      const known = tags.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
      const { data, error } = known ? { data: known, error: undefined } : await createTag({ name });
      if (!data) return { ids, error };
      ids.push(data.id);
    }
    return { ids };
  };

  const edit = useMergedEdit<Customer, CustomerValues>({
    form,
    record: customer,
    valuesOf: useCallback((record: Customer) => valuesOf(record, tags), [tags]),
    send: async (values, version) => {
      const { ids, error } = await idsOf(dirtyFields.tags ? values.tags : []);
      if (error) return { error };
      const change = changeOf(values, form.formState.dirtyFields, ids);
      if (customer) return update({ id: customer.id, version, change });
      return isComplete(change) ? create(change) : {};
    },
    onSaved,
    onRefused: showErrors,
  });
  const show = (field: keyof CustomerValues, value: unknown): string => {
    if (field === 'guardian') return (value as CustomerValues['guardian'])?.name ?? '';
    if (field === 'tags') return (value as string[]).join(', ');
    if (field === 'country') return value ? countryName(value as string, i18n.language) : '';
    if (field === 'birth_date' || field === 'joined_on') return value ? date(value as string) : '';
    if (field === 'language') return value === 'en' ? 'English' : value === 'zh-hans' ? '简体中文' : '';
    return value as string;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void edit.submit();
      }}
      noValidate
      aria-label={t('customers.form')}
    >
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack gap="lg">
        <FormRefusal message={message('root')} />
        {isDirty && edit.isChanged && (
          <Alert color="ember" role="status">
            {t('form.changedMeanwhile')}
          </Alert>
        )}
        <CustomerFields
          form={form}
          customerId={customer?.id}
          readOnly={readOnly}
          tagNames={tags.map(({ name }) => name)}
        />
        {!readOnly && (
          <Button
            type="submit"
            loading={isSubmitting}
            disabled={customer !== undefined && !isDirty}
            style={{ alignSelf: 'flex-start' }}
          >
            {customer ? t('action.save') : t('customers.add')}
          </Button>
        )}
      </Stack>
      <EditConflict
        clashes={edit.clashes}
        labelOf={(field) => t(`field.${field}` as Key)}
        show={show}
        onResolve={edit.resolve}
        onClose={edit.dismiss}
      />
    </form>
  );
}
