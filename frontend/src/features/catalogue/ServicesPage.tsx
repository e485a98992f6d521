import { Anchor, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { Archive, Dumbbell, Plus, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { PAGE_SIZE } from '../../api/api';
import type { Service } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { SearchBox } from '../../components/SearchBox';
import { useListQuestion } from '../../components/useListQuestion';
import { useCan } from '../../session/useMe';
import { useListCatalogueQuery } from './api';
import classes from './Catalogue.module.css';
import { useLength } from './useLength';
import { useServiceWords } from './useServiceWords';

/** What can be booked at the centre. */
export function ServicesPage() {
  const { t } = useTranslation();
  const location = useLocation();
  const { params, search, page, ask, goToPage } = useListQuestion();
  const active = params.get('active') !== 'false';
  const { data, error, refetch } = useListCatalogueQuery({ page, active, search });
  const mayAdd = useCan('scheduling.add_service');
  const { lengthOf } = useLength();
  const { trainerName, roomName, planNames } = useServiceWords();
  const kindAndLength = ({ kind, minutes }: Service) =>
    `${t(`services.kinds.${kind}`)} · ${lengthOf(minutes)}`;

  const columns: Column<Service>[] = [
    {
      key: 'name',
      header: t('field.called'),
      width: '30%',
      cell: (service) => (
        <div className={classes.named}>
          <span className={classes.dot} style={{ background: service.colour }} aria-hidden />
          <div>
            <Anchor
              component={Link}
              to={{ pathname: `/settings/services/${service.id}`, search: location.search }}
              c="inherit"
              fw={550}
              underline="never"
            >
              {service.name}
            </Anchor>
            <Text size="sm" c="var(--quiet)" hiddenFrom="sm">
              {kindAndLength(service)}
            </Text>
          </div>
        </div>
      ),
    },
    { key: 'kind', header: t('field.kind'), wideOnly: true, cell: kindAndLength },
    {
      key: 'given',
      header: t('services.given'),
      wideOnly: true,
      cell: ({ trainer, room }) => (
        <>
          {trainer !== null && trainerName(trainer)}
          {room !== null && (
            <Text size="sm" c="var(--quiet)">
              {roomName(room)}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'seats',
      header: t('services.capacity'),
      wideOnly: true,
      width: '5rem',
      cell: ({ capacity }) => capacity,
    },
    {
      key: 'plans',
      header: t('services.plansShort'),
      wideOnly: true,
      cell: ({ plans, needs_membership: needs }) => (needs ? planNames(plans) : t('services.anybody')),
    },
  ];
  const add = mayAdd && (
    <Button
      component={Link}
      to={{ pathname: '/settings/services/new', search: location.search }}
      leftSection={<Plus size={18} aria-hidden />}
    >
      {t('services.add')}
    </Button>
  );
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Group gap="sm">
          <SegmentedControl
            aria-label={t('services.which')}
            value={active ? 'true' : 'false'}
            data={[
              { value: 'true', label: t('services.active') },
              { value: 'false', label: t('services.retired') },
            ]}
            onChange={(value) => ask({ active: value === 'false' ? value : '' })}
          />
          <SearchBox
            label={t('services.find')}
            search={search}
            onSearch={(text) => ask({ search: text }, true)}
          />
        </Group>
        {add}
      </Group>
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data?.count === 0 && search ? (
        <Notice icon={SearchX} title={t('list.noResults')} text={t('services.noneFound')} role="status">
          <Button variant="light" onClick={() => ask({ search: '' })}>
            {t('list.clearSearch')}
          </Button>
        </Notice>
      ) : data?.count === 0 ? (
        <Notice
          icon={active ? Dumbbell : Archive}
          title={t(active ? 'services.emptyTitle' : 'services.noneRetiredTitle')}
          text={t(active ? 'services.emptyText' : 'services.noneRetiredText')}
        />
      ) : (
        <div>
          <RecordTable
            label={t('services.title')}
            columns={columns}
            rows={data?.results}
            question={`${page} ${active} ${search}`}
            subject={({ id }) => `service/${id}`}
          />
          {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
        </div>
      )}
      <Outlet />
    </Stack>
  );
}
