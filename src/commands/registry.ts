import { checkCommands } from './checks/check-commands.ts';
import type { Command } from './command.ts';
import { clearSelection, deleteSelection, redo, undo } from './edit/edit-commands.ts';
import { keyCommands } from './draw/key-commands.ts';
import { toolCommands } from './draw/tool-commands.ts';
import { selectAll } from './select/select-commands.ts';
import { guideCommands } from './guide/guide-commands.ts';
import { deriveCommands } from './edit/derive-commands.ts';
import { mergeSelected, splitAreaTool } from './edit/area-commands.ts';
import { lineCommands } from './edit/line-commands.ts';
import { exportBuildPlan, exportFullBuildPlan } from './file/build-plan-commands.ts';
import { exportLayer, importAddress, importFiles, openFile } from './file/import-commands.ts';
import { openPrint } from './file/print-commands.ts';
import { saveFile, saveFileAs, startEmpty, startSample } from './file/project-commands.ts';
import { chooseVersion, showWork, takeOver } from './file/work-commands.ts';
import { clearCoverage, exportCoverage, studyCoverage } from './study/coverage-study.ts';
import { shareLink } from './share/share-commands.ts';
import { completePrices, tellLabourApart } from './edit/edit-cost-book.ts';
import { designFiber, dropDesign, updateDesign } from './study/fiber-study.ts';
import { showLight, showWorstLight } from './study/light-study.ts';
import { fixCabinet, forbidStretch, keepStretch, preferStretch, weighPole } from './study/what-if.ts';
import { clearLink, recomputeLink, swapLinkEnds } from './study/link-study.ts';
import { putOnRoofs } from './study/site-heights.ts';
import { roofSheet } from './study/roof-sheet.ts';
import { clearReach, raiseCommands, studyPairs, studyPanorama, studyReach } from './study/radio-study.ts';
import { addEquipment, antennaCommands, dropEquipment } from './study/own-equipment.ts';
import { keepLink, keepViableLinks, showBlockedLink, studyPlanLinks } from './study/plan-links.ts';
import { placeRequests, studyHubs, studyRequests } from './study/request-study.ts';
import { studyWorth } from './study/worth-study.ts';
import { copyScenario, dropScenario, switchScenario } from './study/scenarios.ts';
import { hereCommandsWithMenu } from './view/here-commands.ts';
import { basemapCommands } from './view/basemap-commands.ts';
import { sceneCommands } from './view/scene-commands.ts';
import { viewCommands } from './view/view-commands.ts';

/** Every command of the program, in the order in which lists show them. */
export const allCommands: readonly Command[] = [
  undo,
  redo,
  saveFile,
  saveFileAs,
  openFile,
  showWork,
  chooseVersion,
  takeOver,
  importFiles,
  importAddress,
  exportLayer,
  shareLink,
  exportBuildPlan,
  exportFullBuildPlan,
  openPrint,
  startSample,
  startEmpty,
  tellLabourApart,
  completePrices,
  designFiber,
  updateDesign,
  dropDesign,
  showLight,
  showWorstLight,
  keepStretch,
  preferStretch,
  forbidStretch,
  fixCabinet,
  weighPole,
  studyWorth,
  copyScenario,
  switchScenario,
  dropScenario,
  swapLinkEnds,
  recomputeLink,
  clearLink,
  keepLink,
  studyPlanLinks,
  addEquipment,
  dropEquipment,
  antennaCommands.A,
  antennaCommands.B,
  showBlockedLink,
  ...raiseCommands,
  studyReach,
  studyPairs,
  studyRequests,
  placeRequests,
  keepViableLinks,
  studyHubs,
  clearReach,
  studyCoverage,
  clearCoverage,
  exportCoverage,
  studyPanorama,
  roofSheet,
  putOnRoofs,
  deleteSelection,
  clearSelection,
  selectAll,
  ...lineCommands,
  splitAreaTool,
  mergeSelected,
  ...deriveCommands,
  ...checkCommands,
  ...guideCommands,
  ...toolCommands,
  ...keyCommands,
  ...hereCommandsWithMenu,
  ...viewCommands,
  ...basemapCommands,
  ...sceneCommands,
];

/** The command of an id. @throws Error when there is none */
export function commandOf(id: string): Command {
  const found = allCommands.find((command) => command.id === id);
  if (found === undefined) throw new Error(`no command ${id}`);
  return found;
}
