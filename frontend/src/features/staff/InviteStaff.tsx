import { zodResolver } from '@hookform/resolvers/zod';
import { Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Dialog } from '../../components/Dialog';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { isLanguage, languages } from '../../i18n/i18n';
import { useInviteMutation } from './api';
import { RoleChoice } from './RoleChoice';

const schema = z.object({
  email: z.email('validation.email').max(254, 'validation.tooLong'),
  language: z.string(),
  roles: z.array(z.string()).min(1, 'validation.choose'),
});

export function InviteStaff({ onClose }: { onClose: () => void }) {
  useFocusBack();
  const { t, i18n } = useTranslation();
  const form = useForm({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: { email: '', language: i18n.language, roles: [] as string[] },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const roles = useWatch({ control: form.control, name: 'roles' });
  const [invite] = useInviteMutation();
  const submit = form.handleSubmit(async ({ email, language, roles: chosen }) => {
    const { error } = await invite({
      kind: 'staff',
      email,
      roles: chosen,
      ...(isLanguage(language) && { language }),
    });
    if (error) {
      showErrors(error);
      return;
    }
    confirmDone(t('invitation.sent', { email }));
    onClose();
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('staff.invite')}
      centered
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <Text c="var(--quiet)">{t('invitation.text')}</Text>
          <FormRefusal message={message('root')} />
          <TextInput
            {...form.register('email')}
            label={t('field.email')}
            type="email"
            data-autofocus
            error={message('email')}
          />
          <RoleChoice
            value={roles}
            onChange={(chosen) =>
              form.setValue('roles', chosen, { shouldValidate: form.formState.isSubmitted })
            }
            error={message('roles')}
          />
          <NativeSelect
            {...form.register('language')}
            label={t('invitation.language')}
            data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          />
          <Button type="submit" loading={isSubmitting}>
            {t('invitation.send')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
