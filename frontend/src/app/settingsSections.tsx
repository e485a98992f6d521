import { FolderSync, IdCard, ShieldHalf, Tags, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { PlansPage } from '../features/memberships/PlansPage';
import { RolesPage } from '../features/staff/RolesPage';
import { StaffPage } from '../features/staff/StaffPage';
import { ImportsPage } from '../features/transfer/ImportsPage';
import type { Key } from '../i18n/i18n';
import { useMe } from '../session/useMe';

export interface SettingsSection {
  /** Under `/settings/`. */
  path: string;
  label: Key;
  icon: LucideIcon;
  /** Any one of these opens it; the server decides again. */
  permissions: string[];
  element: ReactNode;
}

/** Every section of the settings, in the order in which they are offered. A feature adds its row here. */
export const settingsSections: SettingsSection[] = [
  {
    path: 'staff',
    label: 'settings.staff',
    icon: IdCard,
    permissions: ['core.view_user'],
    element: <StaffPage />,
  },
  {
    path: 'roles',
    label: 'settings.roles',
    icon: ShieldHalf,
    permissions: ['auth.view_group'],
    element: <RolesPage />,
  },
  {
    path: 'plans',
    label: 'settings.plans',
    icon: Tags,
    permissions: ['core.change_plan'],
    element: <PlansPage />,
  },
  {
    path: 'transfer',
    label: 'settings.transfer',
    icon: FolderSync,
    permissions: ['core.add_import'],
    element: <ImportsPage />,
  },
];

/** Those that the person who is signed in may open. */
export function useSettingsSections(): SettingsSection[] {
  const held = new Set(useMe().permissions);
  return settingsSections.filter(({ permissions }) => permissions.some((permission) => held.has(permission)));
}
