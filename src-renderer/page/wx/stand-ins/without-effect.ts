/** Methods of stand-ins that fail or do nothing, by shape: they are there to be called, and `wx.canIUse` denies them. */
export const WITHOUT_EFFECT = {
  LivePlayerContext: [
    ...['play', 'stop', 'pause', 'resume', 'mute', 'snapshot', 'requestFullScreen', 'exitFullScreen'],
    ...['exitPictureInPicture', 'requestBackgroundPlayback', 'exitBackgroundPlayback'],
    ...['startCasting', 'reconnectCasting', 'switchCasting', 'exitCasting'],
  ],
  LivePusherContext: [
    ...['start', 'stop', 'pause', 'resume', 'switchCamera', 'toggleTorch', 'snapshot', 'playBGM', 'stopBGM'],
    ...[
      'pauseBGM',
      'resumeBGM',
      'setBGMVolume',
      'setMICVolume',
      'sendMessage',
      'startPreview',
      'stopPreview',
    ],
    ...[
      'applyFilter',
      'applySticker',
      'clearFilters',
      'clearStickers',
      'clearMakeups',
      'applyEyeShadowMakeup',
    ],
    ...['applyBlusherStickMakeup', 'applyEyeBrowMakeup', 'applyFaceContourMakeup', 'applyLipStickMakeup'],
    ...['createOffscreenCanvas', 'exitPictureInPicture', 'getMaxZoom', 'setZoom', 'onCustomRendererEvent'],
  ],
  /** What needs a drawn map. */
  MapContext: [
    ...['addMarkers', 'removeMarkers', 'addArc', 'removeArc', 'addCustomLayer', 'removeCustomLayer'],
    ...['addGroundOverlay', 'updateGroundOverlay', 'removeGroundOverlay', 'addVisualLayer'],
    ...['removeVisualLayer', 'executeVisualLayerCommand', 'eraseLines', 'fromScreenLocation'],
    ...['toScreenLocation', 'initMarkerCluster', 'moveAlong', 'openMapApp', 'setBoundary'],
    ...['setCenterOffset', 'setLocMarkerIcon', 'translateMarker'],
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
