import {
  CalendarClock,
  CalendarX,
  DoorOpen,
  Dumbbell,
  FolderSync,
  IdCard,
  ShieldHalf,
  Tags,
  type LucideIcon,
} from 'lucide-react';
import type { RouteObject } from 'react-router';
import type { Key } from '../i18n/i18n';
import { useMe } from '../session/useMe';
import { lazyPart } from './lazyPart';

export interface SettingsSection {
  /** Under `/settings/`. */
  path: string;
  label: Key;
  icon: LucideIcon;
  /** Any one of these opens it; the server decides again. */
  permissions: string[];
  lazy: NonNullable<RouteObject['lazy']>;
  /** What opens over it. */
  children?: RouteObject[];
}

/** Every section of the settings, in the order in which they are offered. A feature adds its row here. */
export const settingsSections: SettingsSection[] = [
  {
    path: 'staff',
    label: 'settings.staff',
    icon: IdCard,
    permissions: ['core.view_user'],
    lazy: lazyPart(() => import('../features/staff/StaffPage'), 'StaffPage'),
  },
  {
    path: 'roles',
    label: 'settings.roles',
    icon: ShieldHalf,
    permissions: ['auth.view_group'],
    lazy: lazyPart(() => import('../features/staff/RolesPage'), 'RolesPage'),
  },
  {
    path: 'plans',
    label: 'settings.plans',
    icon: Tags,
    permissions: ['core.change_plan'],
    lazy: lazyPart(() => import('../features/memberships/PlansPage'), 'PlansPage'),
  },
  {
    path: 'services',
    label: 'settings.services',
    icon: Dumbbell,
    permissions: ['scheduling.change_service'],
    lazy: lazyPart(() => import('../features/catalogue/ServicesPage'), 'ServicesPage'),
    children: ['new', ':id'].map((path) => ({
      path,
      lazy: lazyPart(() => import('../features/catalogue/ServiceDrawer'), 'ServiceDrawer'),
    })),
  },
  {
    path: 'rooms',
    label: 'settings.rooms',
    icon: DoorOpen,
    permissions: ['scheduling.change_room'],
    lazy: lazyPart(() => import('../features/catalogue/RoomsPage'), 'RoomsPage'),
  },
  {
    path: 'closures',
    label: 'settings.closures',
    icon: CalendarX,
    permissions: ['scheduling.change_closure'],
    lazy: lazyPart(() => import('../features/hours/ClosuresPage'), 'ClosuresPage'),
  },
  {
    // A trainer changes their own.
    path: 'hours',
    label: 'settings.hours',
    icon: CalendarClock,
    permissions: ['scheduling.view_workinghours'],
    lazy: lazyPart(() => import('../features/hours/HoursPage'), 'HoursPage'),
    children: [{ path: ':id', lazy: lazyPart(() => import('../features/hours/HoursDrawer'), 'HoursDrawer') }],
  },
  {
    path: 'transfer',
    label: 'settings.transfer',
    icon: FolderSync,
    permissions: ['core.add_import'],
    lazy: lazyPart(() => import('../features/transfer/ImportsPage'), 'ImportsPage'),
  },
];

/** Those that the person who is signed in may open. */
export function useSettingsSections(): SettingsSection[] {
  const held = new Set(useMe().permissions);
  return settingsSections.filter(({ permissions }) => permissions.some((permission) => held.has(permission)));
}
