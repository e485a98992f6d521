import { Fieldset, Select, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import { Controller, useWatch, type Path, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useFieldMessages } from '../../components/formErrors';
import { PhoneInput } from '../../components/PhoneInput';
import { TypedDateInput } from '../../components/TypedDateInput';
import { today, useDates } from '../../i18n/dates';
import { countries } from '../../i18n/phones';
import { useCan, useMe } from '../../session/useMe';
import classes from './CustomerFields.module.css';
import type { CustomerValues } from './customerValues';
import { GuardianSelect } from './GuardianSelect';
import { ADULT_AT, ageOn } from './reading';

interface CustomerFieldsProps {
  form: UseFormReturn<CustomerValues>;
  /** None: a new one, of whom only what is needed at the counter is asked. */
  customerId: number | undefined;
  readOnly: boolean;
  tagNames: string[];
}

export function CustomerFields({ form, customerId, readOnly, tagNames }: CustomerFieldsProps) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useDates();
  const { is_staff: isStaff } = useMe();
  const seesNotes = useCan('core.view_staff_notes');
  const seesTags = useCan('core.view_tag');
  const message = useFieldMessages(form.formState.errors);
  const [born, guardian] = useWatch({ control: form.control, name: ['birth_date', 'guardian'] });
  const isNew = customerId === undefined;
  const isMinor = /^\d{4}-/.test(born) && ageOn(born, today(timeZone)) < ADULT_AT;

  const text = (field: Path<CustomerValues>) => ({
    ...form.register(field),
    error: message(field),
    readOnly,
  });
  return (
    <>
      <Part legend={t('customers.person')}>
        <TextInput
          {...text('first_name')}
          label={t('field.first_name')}
          autoComplete={isStaff ? 'off' : 'given-name'}
          data-autofocus={isNew || undefined}
        />
        <TextInput
          {...text('last_name')}
          label={t('field.last_name')}
          autoComplete={isStaff ? 'off' : 'family-name'}
        />
        {!isNew && (
          <TextInput
            {...text('preferred_name')}
            label={t('field.preferred_name')}
            autoComplete={isStaff ? 'off' : 'nickname'}
          />
        )}
        <Controller
          control={form.control}
          name="birth_date"
          render={({ field }) => (
            <TypedDateInput
              {...field}
              label={t('field.birth_date')}
              autoComplete={isStaff ? 'off' : 'bday'}
              error={message('birth_date')}
              readOnly={readOnly}
            />
          )}
        />
      </Part>
      <Part legend={t('customers.reached')}>
        <TextInput
          {...text('email')}
          label={t('field.email')}
          type="email"
          autoComplete={isStaff ? 'off' : 'email'}
        />
        <Controller
          control={form.control}
          name="phone_number"
          render={({ field }) => (
            <PhoneInput
              {...field}
              label={t('field.phone_number')}
              autoComplete={isStaff ? 'off' : 'tel'}
              error={message('phone_number')}
              readOnly={readOnly}
            />
          )}
        />
        {isStaff && (isMinor || guardian !== null) && (
          <Controller
            control={form.control}
            name="guardian"
            render={({ field }) => (
              <GuardianSelect
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                except={customerId}
                error={message('guardian')}
                readOnly={readOnly}
              />
            )}
          />
        )}
        {!isNew && (
          <Controller
            control={form.control}
            name="language"
            render={({ field }) => (
              <Select
                {...field}
                label={t('field.language')}
                data={[
                  { value: '', label: t('customers.languageUnset') },
                  { value: 'en', label: 'English' },
                  { value: 'zh-hans', label: '简体中文' },
                ]}
                allowDeselect={false}
                readOnly={readOnly}
                error={message('language')}
              />
            )}
          />
        )}
      </Part>
      {!isNew && (
        <>
          <Part legend={t('field.address')}>
            <Textarea
              {...text('address')}
              label={t('field.street')}
              className={classes.wide}
              autosize
              minRows={1}
              maxRows={4}
              autoComplete={isStaff ? 'off' : 'street-address'}
            />
            <TextInput
              {...text('postal_code')}
              label={t('field.postal_code')}
              autoComplete={isStaff ? 'off' : 'postal-code'}
            />
            <TextInput
              {...text('city')}
              label={t('field.city')}
              autoComplete={isStaff ? 'off' : 'address-level2'}
            />
            <Controller
              control={form.control}
              name="country"
              render={({ field }) => (
                <Select
                  {...field}
                  value={field.value || null}
                  onChange={(country) => field.onChange(country ?? '')}
                  label={t('field.country')}
                  data={countries(i18n.language)}
                  comboboxProps={{ keepMounted: false }}
                  searchable
                  clearable={!readOnly}
                  clearButtonProps={{ 'aria-label': t('customers.clearCountry') }}
                  nothingFoundMessage={t('list.noResults')}
                  readOnly={readOnly}
                  error={message('country')}
                />
              )}
            />
          </Part>
          <Part legend={t('field.emergency_contact')}>
            <TextInput {...text('emergency_contact_name')} label={t('field.name')} autoComplete="off" />
            <Controller
              control={form.control}
              name="emergency_contact_phone"
              render={({ field }) => (
                <PhoneInput
                  {...field}
                  label={t('field.phone_number')}
                  autoComplete="off"
                  error={message('emergency_contact_phone')}
                  readOnly={readOnly}
                />
              )}
            />
          </Part>
        </>
      )}
      {isStaff && (
        <Part legend={t('customers.staffOnly')}>
          {!isNew && (
            <>
              <Controller
                control={form.control}
                name="joined_on"
                render={({ field }) => (
                  <TypedDateInput
                    {...field}
                    label={t('field.joined_on')}
                    autoComplete="off"
                    error={message('joined_on')}
                    readOnly={readOnly}
                  />
                )}
              />
              {seesTags && (
                <Controller
                  control={form.control}
                  name="tags"
                  render={({ field }) => (
                    <TagsInput
                      {...field}
                      label={t('field.tags')}
                      data={tagNames}
                      limit={50}
                      readOnly={readOnly}
                      error={message('tags')}
                    />
                  )}
                />
              )}
            </>
          )}
          {seesNotes && (
            <Textarea
              {...text('notes')}
              label={t('field.notes')}
              description={t('customers.notesHint')}
              className={classes.wide}
              autosize
              minRows={3}
              maxRows={10}
            />
          )}
        </Part>
      )}
    </>
  );
}

function Part({ legend, children }: { legend: string; children: React.ReactNode }) {
  return (
    <Fieldset legend={legend} variant="unstyled" classNames={{ legend: classes.legend ?? '' }}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
        {children}
      </SimpleGrid>
    </Fieldset>
  );
}
