import { zodResolver } from '@hookform/resolvers/zod';
import { Alert, Button, Stack } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../api/shapes';
import { EditConflict } from '../../components/EditConflict';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useMergedEdit } from '../../components/useMergedEdit';
import { useAddServiceMutation, useChangeServiceMutation } from './api';
import { ServiceFields } from './ServiceFields';
import { bodyOf, changeOf, newService, serviceSchema, valuesOf, type ServiceValues } from './serviceValues';
import { useServiceWords } from './useServiceWords';

interface ServiceFormProps {
  /** None: a new one. */
  service?: Service;
  onSaved: (service: Service) => void;
}

export function ServiceForm({ service, onSaved }: ServiceFormProps) {
  const { t } = useTranslation();
  const form = useForm<ServiceValues>({
    mode: 'onTouched',
    resolver: zodResolver(serviceSchema),
    defaultValues: service ? valuesOf(service) : newService,
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [add] = useAddServiceMutation();
  const [change] = useChangeServiceMutation();
  const { labelOf, show } = useServiceWords();
  const edit = useMergedEdit<Service, ServiceValues>({
    form,
    record: service,
    valuesOf,
    send: (values, version) =>
      service
        ? change({ id: service.id, version, change: changeOf(values, form.formState.dirtyFields) })
        : add(bodyOf(values)),
    onSaved,
    onRefused: showErrors,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void edit.submit();
      }}
      noValidate
      aria-label={t('services.form')}
    >
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack gap="lg">
        <FormRefusal message={message('root')} />
        {isDirty && edit.isChanged && (
          <Alert color="ember" role="status">
            {t('form.changedMeanwhile')}
          </Alert>
        )}
        <ServiceFields form={form} isNew={!service} />
        <Button type="submit" loading={isSubmitting} disabled={service !== undefined && !isDirty}>
          {t(service ? 'action.save' : 'services.addThis')}
        </Button>
      </Stack>
      <EditConflict
        clashes={edit.clashes}
        labelOf={labelOf}
        show={show}
        onResolve={edit.resolve}
        onClose={edit.dismiss}
      />
    </form>
  );
}
